namespace TradeDesk.Matching;

/// <summary>One symbol table for each kind of text in a profile.</summary>
internal sealed class Vocabulary
{
    public Vocabulary(MatchModel model)
    {
        foreach (var node in model.Sectors.Nodes) Sectors.Add(node.Slug);
    }

    /// <summary>Sector slugs; those of the tree have their position in the tree as number.</summary>
    public SymbolTable Sectors { get; } = new();

    /// <summary>Countries, blocs, regions and subregions.</summary>
    public SymbolTable Codes { get; } = new();

    public SymbolTable Certificates { get; } = new();

    public SymbolTable Languages { get; } = new();

    /// <summary>Words; the two lowest bits of a number are the word's <see cref="TermClass"/>.</summary>
    public SymbolTable Words { get; } = new(2, word => (int)TermWeights.Class(word));

    public SymbolTable Currencies { get; } = new();

    public SymbolTable Owners { get; } = new();

    /// <summary>All of them, always in the same order.</summary>
    public IEnumerable<SymbolTable> Tables => [Sectors, Codes, Certificates, Languages, Words, Currencies, Owners];
}
