using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace TradeDesk.Http;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items, in a stable order.</param>
/// <param name="NextCursor">Give it as <c>cursor</c> to get the next page; absent on the last page.</param>
/// <param name="Facets">By the names that <c>facets</c> asked for: how many of the whole list, not of the page, have each value, most frequent first.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor, IReadOnlyDictionary<string, IReadOnlyList<FacetCount>>? Facets = null);

/// <summary>One value of a facet.</summary>
/// <param name="Value">What the filter of that name takes.</param>
/// <param name="Count">How many items of the list have it.</param>
public sealed record FacetCount(string Value, long Count);

/// <summary>Lists are read by an opaque cursor that holds the last key seen, so that inserts never shift a page.</summary>
public static class Paging
{
    public const int DefaultLimit = 50, MaximumLimit = 200;

    /// <summary>A cursor that the desk did not give, or not for this list.</summary>
    public static readonly Fault UnknownCursor = new("?cursor", "unknown-cursor", "Give the nextCursor of the page before, unchanged, or leave it out to start again.");

    /// <summary>The limit that was asked for, or the default; a wrong one adds a fault.</summary>
    public static int Limit(int? asked, List<Fault> faults)
    {
        if (asked is < 1 or > MaximumLimit)
            faults.Add(new("?limit", "out-of-range", $"Give a limit from 1 to {MaximumLimit}."));
        return asked ?? DefaultLimit;
    }

    /// <summary>The key after which the page starts; a cursor the desk did not give adds a fault.</summary>
    public static string After(string? cursor, List<Fault> faults)
    {
        if (string.IsNullOrEmpty(cursor))
            return "";
        if (cursor.Length <= 300 && Base64Url.IsValid(cursor) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) is ['k', ':', ..] text)
            return text[2..];
        faults.Add(UnknownCursor);
        return "";
    }

    public static string Cursor(string lastKey) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes("k:" + lastKey));

    /// <summary>Adds <c>Link: rel="next"</c> with the request's own filters.</summary>
    public static void LinkNext(HttpContext http, string cursor)
    {
        var query = http.Request.Query.Where(p => p.Key != "cursor").SelectMany(p => p.Value, (p, v) => KeyValuePair.Create(p.Key, v)).Append(new("cursor", cursor));
        http.Response.Headers.Append("Link", $"<{QueryHelpers.AddQueryString(http.Request.Path, query)}>; rel=\"next\"");
    }
}
