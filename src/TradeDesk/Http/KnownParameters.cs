using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace TradeDesk.Http;

/// <summary>Refuses query parameters that an operation does not have: a filter with a slip in its name would otherwise filter nothing.</summary>
public static class KnownParameters
{
    public static void UseKnownParameters(this IApplicationBuilder app)
    {
        var known = new Lazy<FrozenDictionary<string, FrozenSet<string>>>(() => Read(app.ApplicationServices.GetRequiredService<IApiDescriptionGroupCollectionProvider>()));
        app.Use((http, next) =>
        {
            if (http.Request.Query.Count == 0 || http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } path }
                || !known.Value.TryGetValue(Operation(http.Request.Method, path), out var names))
                return next(http);
            var faults = http.Request.Query.Keys.Where(name => !names.Contains(name)).Select(name => Fault(name, names)).ToList();
            return faults.Count == 0 ? next(http) : Problem.Of(Problem.Parameter, errors: faults).ExecuteAsync(http);
        });
    }

    private static FrozenDictionary<string, FrozenSet<string>> Read(IApiDescriptionGroupCollectionProvider provider) => provider.ApiDescriptionGroups.Items
        .SelectMany(g => g.Items)
        // A probe may add what it likes to the address of a health check.
        .Where(operation => operation.RelativePath!.StartsWith("v1/", StringComparison.Ordinal))
        .ToFrozenDictionary(
            operation => Operation(operation.HttpMethod!, operation.RelativePath!),
            operation => operation.ParameterDescriptions.Where(p => p.Source == BindingSource.Query).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            StringComparer.OrdinalIgnoreCase);

    private static string Operation(string method, string path) => $"{method} {path.Trim('/')}";

    private static Fault Fault(string name, FrozenSet<string> names) => new(
        "?" + name,
        "unknown-parameter",
        names.Count == 0 ? "This takes no query parameters; leave it out." : $"There is no such parameter here; give any of: {string.Join(", ", names.Order(StringComparer.Ordinal))}.");
}
