using System.Reflection;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Duplicates;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;

namespace TradeDesk.Tests.Data;

/// <summary>Every SQL text of the desk in one dialect, by name: all texts live in classes whose name ends in Sql.</summary>
internal static class SqlTexts
{
    private static readonly EnterpriseFilter EveryFilter = new()
    {
        Country = "PL",
        Sectors = ["dairy", "ghee-butter"],
        IntentType = "trade",
        Role = "offers",
        Size = "small",
        Certification = "HALAL",
        WomenLed = 1,
        Cluster = "c",
        Source = "s",
        Words = ["one", "two"],
        UpdatedSince = 1,
    };

    private static readonly Visibility NarrowVisibility = new(new Caller("k", "p", DeskRole.Officer, ["PL"], Cleared: false), "IN");

    public static IEnumerable<(string Name, string Text)> In(Dialect dialect) =>
        from type in typeof(Dialect).Assembly.GetTypes()
        where type.Name.EndsWith("Sql", StringComparison.Ordinal)
        let texts = type.GetConstructors().Single().GetParameters().Length == 0 ? Activator.CreateInstance(type)! : Activator.CreateInstance(type, dialect)!
        from text in Properties(type, texts).Concat(Methods(type, texts))
        select text;

    private static IEnumerable<(string, string)> Properties(Type type, object texts) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType == typeof(string)).Select(p => ($"{type.Name}.{p.Name}", (string)p.GetValue(texts)!));

    private static IEnumerable<(string, string)> Methods(Type type, object texts) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => m.ReturnType == typeof(string) && !m.IsSpecialName)
            .Select(m => ($"{type.Name}.{m.Name}", (string)m.Invoke(texts, [.. m.GetParameters().Select(Argument)])!));

    private static object Argument(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(EnterpriseFilter) ? EveryFilter
        : parameter.ParameterType == typeof(Visibility) ? NarrowVisibility
        : parameter.ParameterType == typeof(ChangeFilter) ? new ChangeFilter("enterprise", "PL", "register")
        : parameter.ParameterType == typeof(DuplicateFilter) ? new DuplicateFilter("same", "register", "PL", 0.5)
        : throw new InvalidOperationException($"Say here what {parameter.Name} of {parameter.Member.Name} is, so that its SQL is checked.");
}
