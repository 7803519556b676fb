namespace TradeDesk.Taxonomy;

/// <summary>
/// A word that says what is done with the thing that is named, and so moves the sector: "machine" makes dairy machinery of dairy,
/// "wholesaler" a trading house of a product.
/// </summary>
/// <param name="Name">For readers of the facts.</param>
/// <param name="Words">The phrases that open it.</param>
/// <param name="Leads">From the sector of the thing (a leaf, its top, or <c>*</c>) to the sector meant; null leaves it where it is.</param>
/// <param name="Lift">The sector meant gets at least this times the best score.</param>
/// <param name="Others">What the other sectors keep of their scores.</param>
/// <param name="Also">Where a special sector is meant, what the general one (<c>*</c>) gets of its score: a steel wholesaler is a trading house too.</param>
/// <param name="Damps">The top sectors that it weakens; absent means all but the one meant.</param>
internal sealed record FrameFact(string Name, string Words, IReadOnlyDictionary<string, string?> Leads, double Lift, double Others, IReadOnlyList<string>? Damps = null, double Also = 0);

/// <summary>A frame with its sectors by number.</summary>
internal sealed class SectorFrame(FrameFact fact, Dictionary<string, int> numbers)
{
    private readonly int otherwise = fact.Leads.GetValueOrDefault("*") is { } slug ? numbers[slug] : -1;
    private readonly Dictionary<int, int> leads = fact.Leads.Where(l => l.Key != "*").ToDictionary(l => numbers[l.Key], l => l.Value is null ? -1 : numbers[l.Value]);
    private readonly HashSet<int>? damps = fact.Damps?.Select(d => numbers[d]).ToHashSet();

    public double Lift => fact.Lift;

    public double Others => fact.Others;

    public double Also => fact.Also;

    /// <summary>The general sector; -1 for none.</summary>
    public int Otherwise => otherwise;

    /// <summary>The sector meant when the thing is of this leaf and top; -1 for the thing's own.</summary>
    public int Meant(int leaf, int top) =>
        leads.TryGetValue(leaf, out var byLeaf) ? byLeaf : leads.TryGetValue(top, out var byTop) ? byTop : otherwise;

    /// <summary>True when it can lead to this sector or to a leaf of it.</summary>
    public bool MayMean(int sector, int[] topOf) => leads.Values.Append(otherwise).Any(s => s >= 0 && (s == sector || topOf[s] == sector));

    public bool Damps(int top) => damps is null || damps.Contains(top);

    public bool DampsOnly => damps is not null;
}
