using Microsoft.AspNetCore.Http.Features;

namespace TradeDesk.Http;

/// <summary>
/// The server leaves %2F in a path as it is, so that it parts no segments. An external id such as <c>UP/12/345</c> is the
/// last segment of its address: there it is read from the address as it was sent, where %2F and %252F still differ.
/// </summary>
public static class EncodedSlashes
{
    private const string Parameter = "externalId";

    public static void UseEncodedSlashes(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.RouteValues.TryGetValue(Parameter, out var value) && value is string text && text.Contains("%2F", StringComparison.OrdinalIgnoreCase))
            http.Request.RouteValues[Parameter] = Uri.UnescapeDataString(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].Split('/')[^1]);
        return next(http);
    });
}
