namespace TradeDesk.Taxonomy;

/// <summary>Texts to find tags for.</summary>
public sealed record SuggestRequest
{
    /// <summary>1 to 100 texts.</summary>
    public required IReadOnlyList<SuggestText> Items { get; init; }
}

/// <summary>One text.</summary>
/// <param name="Text">What an enterprise makes, trades or wants, in plain words; 1 to 10,000 characters, any language, best in English.</param>
public sealed record SuggestText(string Text);

/// <summary>What was found, in the order of the texts.</summary>
/// <param name="Items">One for each text.</param>
/// <param name="Version">Edition of the sector tree.</param>
public sealed record SuggestAnswer(IReadOnlyList<TagSuggestion> Items, string Version);

/// <summary>The tags of one text, likeliest first; lists are empty where the text says nothing the desk knows.</summary>
/// <param name="Sectors">Sectors and leaves; at most 12.</param>
/// <param name="Products">HS headings; at most 8.</param>
/// <param name="Countries">Countries that are named; at most 10.</param>
public sealed record TagSuggestion(IReadOnlyList<SuggestedTag> Sectors, IReadOnlyList<SuggestedProduct> Products, IReadOnlyList<SuggestedCountry> Countries);

/// <summary>A sector a text speaks of.</summary>
/// <param name="Slug">The sector.</param>
/// <param name="Confidence">0 to 1: how often a suggestion like this is right.</param>
/// <param name="Because">The words of the text that led there.</param>
/// <param name="Parent">The sector above; absent on a top sector.</param>
public sealed record SuggestedTag(string Slug, double Confidence, IReadOnlyList<string> Because, string? Parent = null);

/// <summary>A product a text speaks of.</summary>
/// <param name="Scheme">Always <c>HS-2022</c>.</param>
/// <param name="Code">The heading, four digits.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Because">The words of the text that led there.</param>
public sealed record SuggestedProduct(string Scheme, string Code, double Confidence, IReadOnlyList<string> Because);

/// <summary>A country a text names.</summary>
/// <param name="Code">ISO 3166-1 alpha-2.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Because">The words of the text that led there.</param>
public sealed record SuggestedCountry(string Code, double Confidence, IReadOnlyList<string> Because);
