using System.Text.RegularExpressions;
using TradeDesk.Taxonomy;

namespace TradeDesk.Enterprises;

/// <summary>The sectors that words speak for: of a profile, where what it wants of others is left out (a dairy that seeks packaging is no packager), or of one intent.</summary>
public sealed partial class EnterpriseSuggestion(TagSuggester suggester)
{
    // Below the first a suggestion is wrong about as often as right, and a wrong sector leads to wrong matches; beside a sure one, more may be added sooner.
    private const double Sure = 0.55, Added = 0.35;
    private const int Most = 3;

    /// <summary>The suggested sectors, the likeliest first; null when the words say too little. A leaf stands for its parent.</summary>
    public IReadOnlyList<SuggestedSector>? Of(Enterprise enterprise)
    {
        var found = Tags(Words(enterprise));
        return found is [{ Confidence: >= Sure }, ..] ? [.. Likely(found).Take(Most).Select(s => new SuggestedSector(s.Slug, true, s.Confidence, s.Because))] : null;
    }

    /// <summary>The sectors that the words of an intent speak for; empty when they say too little.</summary>
    public IReadOnlyList<string> OfIntent(Intent intent) =>
        [.. Likely(Tags(intent.Products.Select(p => p.Label).Append(intent.Summary).Select(w => w is null ? null : Manner().Replace(w, " ")))).Select(s => s.Slug).Take(Most)];

    private IReadOnlyList<SuggestedTag> Tags(IEnumerable<string?> words)
    {
        var text = string.Join(" . ", words.Where(w => !string.IsNullOrWhiteSpace(w)));
        return text.Length == 0 ? [] : suggester.Suggest(text.Length <= TagSuggester.LongestText ? text : text[..TagSuggester.LongestText]).Sectors;
    }

    private static IEnumerable<SuggestedTag> Likely(IReadOnlyList<SuggestedTag> found)
    {
        var likely = found.Where(s => s.Confidence >= Added).ToList();
        return likely.Where(s => s.Parent is not null || likely.All(leaf => leaf.Parent != s.Slug));
    }

    // What it says of its products comes first, its name last: the first words of a text weigh most.
    private static IEnumerable<string?> Words(Enterprise e) =>
        [string.Join(", ", e.Keywords), .. e.Products.Concat(e.Activities).Select(t => t.Label), e.Summary, e.LegalName, .. e.TradeNames];

    // Who asks for goods wholesale says how much he wants, not that he wants a wholesaler; who sells and who buys is in the intent's type.
    [GeneratedRegex(@"\b(?:wholesale[rs]?|wholesalers|retail(?:ers?)?|suppliers?|distributors?|dealers?|traders?|importers?|exporters?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Manner();
}
