using Microsoft.AspNetCore.Http.HttpResults;
using TradeDesk.Access;

namespace TradeDesk.Enterprises;

/// <summary>Reads of a record that was merged into another are answered with the address of that one: temporary, for a merge can be undone.</summary>
public sealed class EnterpriseForwarding(EnterpriseStore store, EnterpriseMerging merging, DeskSettings desk)
{
    /// <summary>The answer to a read below an id; null where the record stands for itself, is not there, or one of the two is hidden from the caller.</summary>
    /// <param name="id">The id that was asked for.</param>
    /// <param name="address">The address below another id.</param>
    /// <param name="http">The request; its query goes with it.</param>
    internal async Task<RedirectHttpResult?> ToKeptAsync(string id, Func<string, string> address, HttpContext http) =>
        await ToKeptAsync(await store.FindAsync(id, http.RequestAborted), address, http);

    /// <summary>The same for a record that was read.</summary>
    internal async Task<RedirectHttpResult?> ToKeptAsync(StoredEnterprise? there, Func<string, string> address, HttpContext http)
    {
        var visibility = new Visibility(http.Caller(), desk.HomeCountry);
        if (there?.MergedInto is null || !visibility.Sees(there) || await merging.KeptAsync(there, http.RequestAborted) is not { } kept || !visibility.Sees(kept))
            return null;
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.LocalRedirect(address(kept.Id) + http.Request.QueryString, preserveMethod: true);
    }
}
