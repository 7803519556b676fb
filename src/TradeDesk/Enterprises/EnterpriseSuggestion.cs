using TradeDesk.Taxonomy;

namespace TradeDesk.Enterprises;

/// <summary>The sectors that the words of a profile speak for. What it wants of others is left out: a dairy that seeks packaging is no packager.</summary>
public sealed class EnterpriseSuggestion(TagSuggester suggester)
{
    // Below the first a suggestion is wrong about as often as right, and a wrong sector leads to wrong matches; beside a sure one, more may be added sooner.
    private const double Sure = 0.55, Added = 0.35;
    private const int Most = 3;

    /// <summary>The suggested sectors, the likeliest first; null when the words say too little. A leaf stands for its parent.</summary>
    public IReadOnlyList<SuggestedSector>? Of(Enterprise enterprise)
    {
        var text = string.Join(" . ", Words(enterprise).Where(w => !string.IsNullOrWhiteSpace(w)));
        var found = suggester.Suggest(text.Length <= TagSuggester.LongestText ? text : text[..TagSuggester.LongestText]).Sectors;
        if (found is not [{ Confidence: >= Sure }, ..])
            return null;
        var likely = found.Where(s => s.Confidence >= Added).ToList();
        return [.. likely.Where(s => s.Parent is not null || likely.All(leaf => leaf.Parent != s.Slug)).Take(Most).Select(s => new SuggestedSector(s.Slug, true, s.Confidence, s.Because))];
    }

    // What it says of its products comes first, its name last: the first words of a text weigh most.
    private static IEnumerable<string?> Words(Enterprise e) =>
        [string.Join(", ", e.Keywords), .. e.Products.Concat(e.Activities).Select(t => t.Label), e.Summary, e.LegalName, .. e.TradeNames];
}
