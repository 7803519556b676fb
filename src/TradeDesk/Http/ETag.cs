using Microsoft.Net.Http.Headers;

namespace TradeDesk.Http;

/// <summary>Conditional requests (RFC 9110) over the version of a record.</summary>
public static class ETag
{
    /// <summary>What If-Match says about a version.</summary>
    public enum Precondition
    {
        Missing,
        Fails,
        Holds,
    }

    public static string Of(long version) => $"\"{version}\"";

    /// <summary>Sets the ETag and answers whether the caller already has this version.</summary>
    public static bool IsKnown(HttpContext http, long version)
    {
        http.Response.Headers.ETag = Of(version);
        http.Response.Headers.CacheControl = "private, no-cache";
        var mine = new EntityTagHeaderValue(Of(version));
        return http.Request.Headers.IfNoneMatch.Count > 0
            && http.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(mine, useStrongComparison: false));
    }

    public static Precondition Check(HttpContext http, long version)
    {
        var tags = http.Request.GetTypedHeaders().IfMatch;
        if (tags.Count == 0)
            return http.Request.Headers.IfMatch.Count == 0 ? Precondition.Missing : Precondition.Fails;
        var mine = new EntityTagHeaderValue(Of(version));
        return tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(mine, useStrongComparison: true)) ? Precondition.Holds : Precondition.Fails;
    }
}
