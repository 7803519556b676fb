using TradeDesk.Data;
using TradeDesk.Enterprises;

namespace TradeDesk.Exchange;

internal sealed class ChangeFeedSql(Dialect dialect)
{
    /// <summary>The lines of a stretch of the change log that a caller may see, each with the record as it is now; without one where it is gone, hidden, or no longer what the filter asks for.</summary>
    public string Lines(ChangeFilter filter, Visibility visibility) => dialect.Paged(
        $"""
        SELECT c.sequence AS Sequence, c.at AS At, c.kind AS Kind, c.id AS Id, c.version AS Version, c.op AS Op,
               c.source AS Source, c.external_id AS ExternalId, e.version AS RecordVersion, e.document AS Document
        FROM change_log c
        LEFT JOIN enterprise e ON c.kind = 'enterprise' AND e.id = c.id AND {visibility.Sql}{Place(filter, "e")}
        WHERE c.sequence > @after AND c.sequence <= @until AND {Audience(visibility)}{Conditions(filter)}
        ORDER BY c.sequence
        """);

    // As Visibility says it of the record, said of the line.
    private static string Audience(Visibility visibility)
    {
        if (visibility.Caller.IsAdmin)
            return "1 = 1";
        var hidden = visibility.Caller.Cleared ? $"(0, {ChangeEntry.Controlled})" : "(0)";
        var country = visibility.Caller.Countries.Count == 0 ? "" : " AND c.country IN @callerCountries";
        return $"(c.kind = 'code-system' OR (c.kind = 'enterprise' AND (c.partner = @callerPartner OR (COALESCE(c.hidden, 0) IN {hidden}{country}))))";
    }

    private static string Conditions(ChangeFilter filter) => (filter.Kind is null ? "" : " AND c.kind = @kind") + Place(filter, "c");

    private static string Place(ChangeFilter filter, string row) =>
        (filter.Country is null ? "" : $" AND {row}.country = @country") + (filter.Source is null ? "" : $" AND {row}.source = @source");
}
