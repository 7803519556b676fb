using TradeDesk.Enterprises;
using TradeDesk.Matching;
using TradeDesk.Taxonomy;

namespace TradeDesk.Demonstration;

/// <summary>What home and foreign enterprises are drawn alike.</summary>
internal static class Firm
{
    private static readonly string[] Closings =
    [
        "Founded in {year} in {city}; {people} people.",
        "{people} people in {city}, since {year}.",
        "At work in {city} since {year} with a team of {people}.",
        "A {size} enterprise of {city}, {people} people, begun in {year}.",
        "Started {year}; today {people} people work for it in {city}.",
    ];

    public static SizeClass Size(Draw draw, int micro, int small, int medium) =>
        draw.Number(1, 100) is var n && n <= micro ? SizeClass.Micro : n <= micro + small ? SizeClass.Small : n <= micro + small + medium ? SizeClass.Medium : SizeClass.Large;

    public static int People(Draw draw, SizeClass size) => size switch
    {
        SizeClass.Micro => draw.Number(3, 19),
        SizeClass.Small => draw.Number(20, 99),
        SizeClass.Medium => draw.Number(100, 420),
        _ => draw.Number(450, 1800),
    };

    // The lower of two draws: more young firms than old ones.
    public static int Founded(Draw draw) => 2023 - Math.Min(draw.Number(0, 48), draw.Number(0, 48));

    /// <summary>Those that all of the trade hold, and some of the others.</summary>
    public static IReadOnlyList<string> Certificates(Draw draw, Trade trade, int percent) =>
        [.. trade.Certificates.Split(' ').Where(c => c.EndsWith('!') || draw.Chance(percent)).Select(c => c.TrimEnd('!'))];

    public static IReadOnlyList<CodedTag> Products(Trade trade) => [.. trade.Products.Select(p => new CodedTag("HS-2022", p.Key, p.Value))];

    public static string Summary(Draw draw, Trade trade, string city, int year, int people, SizeClass size) =>
        Phrases.Fill(draw, draw.Pick(trade.Does), size) + " " + Phrases.Fill(draw, draw.Pick(Closings), size, ("year", $"{year}"), ("city", city), ("people", $"{people}"), ("size", size.ToString().ToLowerInvariant()));

    public static Verification? Verified(Draw draw, int register, int partner)
    {
        var at = new DateOnly(2026, 2, 1).AddDays(draw.Number(0, 260));
        var n = draw.Number(1, 100);
        return n <= register ? new(VerificationLevel.RegisterVerified, at)
            : n <= register + partner ? new(VerificationLevel.PartnerVerified, at)
            : n <= 95 ? new(VerificationLevel.SelfDeclared, at) : null;
    }

    public static string Slug(string name) => TradeText.Fold(name).Replace(' ', '-');
}
