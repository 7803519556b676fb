using TradeDesk.Duplicates.Identity;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Duplicates;

/// <summary>Where a proposal stands.</summary>
public enum DuplicateStatus
{
    /// <summary>Nobody has decided.</summary>
    Open = 1,

    /// <summary>One firm; one record stands for both.</summary>
    Same = 2,

    /// <summary>Two firms; it is not proposed again.</summary>
    Different = 3,
}

/// <summary>What can be decided.</summary>
public enum DuplicateVerdict
{
    Same = 2,
    Different = 3,
}

/// <summary>Two records and what speaks for and against one firm.</summary>
/// <param name="Id">Names the pair of records; the same pair always has the same id.</param>
/// <param name="Version">Grows with each change of either record or of the decision; also the ETag.</param>
/// <param name="Status"><c>open</c>, <c>same</c> or <c>different</c>.</param>
/// <param name="Score">0 to 1: how likely they are one firm. From 0.55 a pair is proposed; a shared registration number gives 0.99.</param>
/// <param name="Records">The two records, the older first.</param>
/// <param name="Evidence">What was compared, and what each fact did to the score.</param>
/// <param name="Decision">Absent while it is open.</param>
public sealed record Duplicate(string Id, long Version, DuplicateStatus Status, double Score, IReadOnlyList<DuplicateRecord> Records, IReadOnlyList<DuplicateEvidence> Evidence, DuplicateDecision? Decision);

/// <summary>One of the two records, as far as it says which firm it is.</summary>
/// <param name="MergedInto">The record that stands for it since a merge.</param>
public sealed record DuplicateRecord(string Id, long Version, string Source, string ExternalId, string LegalName, IReadOnlyList<string> TradeNames, string Country, string? City, string? Website, IReadOnlyList<Identifier> Identifiers, string? MergedInto)
{
    internal static DuplicateRecord Of(Enterprise e) => new(e.Id!, e.Version!.Value, e.Source!, e.ExternalId!, e.LegalName, e.TradeNames, e.Country, e.City, e.Website, e.Identifiers, e.MergedInto);
}

/// <summary>What was decided.</summary>
/// <param name="Decision"><c>same</c> or <c>different</c>.</param>
/// <param name="Keep">With <c>same</c>: the record that stands for both.</param>
/// <param name="Note">The reason that was given.</param>
/// <param name="By">The partner whose key decided.</param>
/// <param name="At">When.</param>
public sealed record DuplicateDecision(DuplicateVerdict Decision, string? Keep, string? Note, string By, DateTimeOffset At);

/// <summary>A decision about a pair.</summary>
/// <param name="Decision"><c>same</c> merges: the record of <c>keep</c> stands for both. <c>different</c> keeps them apart.</param>
/// <param name="Keep">With <c>same</c>: the id of one of the two records.</param>
/// <param name="Note">The reason, at most 1,000 characters.</param>
public sealed record DuplicateDecisionRequest(DuplicateVerdict Decision, string? Keep = null, string? Note = null)
{
    private const int LongestNote = 1000;

    internal List<Fault> Check(DuplicatePair pair)
    {
        var faults = new FaultList();
        if (!Enum.IsDefined(Decision))
            faults.Add("/decision", "missing", "Give same or different.");
        else if (Decision == DuplicateVerdict.Same && Keep != pair.First && Keep != pair.Second)
            faults.Add("/keep", Keep is null ? "missing" : "not-of-the-pair", $"Give the record that is to stand for both: {pair.First} or {pair.Second}.");
        else if (Decision == DuplicateVerdict.Different && Keep is not null)
            faults.Add("/keep", "not-with-different", "Leave it out: with different both records stay.");
        faults.Optional("/note", Note, LongestNote);
        return faults.Faults;
    }
}

/// <summary>The filters of the list of duplicates.</summary>
/// <param name="Status"><c>open</c> (the default), <c>same</c> or <c>different</c>.</param>
/// <param name="Source">Either record is of this register or feed.</param>
/// <param name="Country">Either record is of this country, ISO 3166-1 alpha-2.</param>
/// <param name="MinScore">Scores from this up, 0 to 1; of decided pairs the score when it was decided. Default 0.55, the lowest that is proposed.</param>
/// <param name="Limit">Items a page, 1 to 200; default 50.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before.</param>
public sealed record DuplicateQuery(string? Status, string? Source, string? Country, double? MinScore, int? Limit, string? Cursor)
{
    internal DuplicateFilter ToFilter(CountryCatalog countries, List<Fault> faults)
    {
        countries.CheckCountry(Country, faults);
        TagParameters.Word<DuplicateStatus>("?status", Status, faults);
        if (MinScore is { } least && !(least >= 0 && least <= 1))
            faults.Add(new("?minScore", "out-of-range", "Give a score from 0 to 1."));
        return new(Status ?? DeskJson.Word(DuplicateStatus.Open), Source, Country, MinScore ?? 0);
    }
}

/// <summary>What the list is narrowed to.</summary>
internal sealed record DuplicateFilter(string Status, string? Source, string? Country, double MinScore)
{
    public bool IsOpen => Status == DeskJson.Word(DuplicateStatus.Open);
}
