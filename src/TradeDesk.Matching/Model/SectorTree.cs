using System.Collections.Frozen;

namespace TradeDesk.Matching;

/// <summary>The tree of sectors with the proximity of every two of them, computed once.</summary>
public sealed class SectorTree
{
    private static readonly double[] ProximityOf = [0, .4, .6, .8, 1];

    private readonly SectorNode[] _nodes;
    private readonly FrozenDictionary<string, int> _positions;
    private readonly int[] _parents;
    private readonly SectorRelation[] _relations;

    /// <summary>Builds the tree.</summary>
    /// <exception cref="ArgumentException">A slug twice, a parent or link that is not a node, or a circle of parents.</exception>
    public SectorTree(IReadOnlyList<SectorNode> nodes)
    {
        _nodes = [.. nodes];
        var repeated = _nodes.GroupBy(node => node.Slug, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (repeated is not null) throw new ArgumentException($"Sector '{repeated.Key}' is given twice.");
        _positions = Enumerable.Range(0, _nodes.Length)
            .ToFrozenDictionary(position => _nodes[position].Slug, StringComparer.Ordinal);
        _parents = [.. _nodes.Select(node => node.Parent is null ? -1 : Known(node.Parent))];
        _relations = Relations();
    }

    /// <summary>Every node, as given.</summary>
    public IReadOnlyList<SectorNode> Nodes => _nodes;

    /// <summary>True when the slug is a node of the tree.</summary>
    public bool Contains(string slug) => _positions.ContainsKey(slug);

    /// <summary>True when the sector belongs to the export-control compartment; false for an unknown slug.</summary>
    public bool IsControlled(string slug) => _positions.TryGetValue(slug, out var position) && _nodes[position].Controlled;

    /// <summary>How two sectors are near; <see cref="SectorRelation.None"/> for an unknown slug.</summary>
    public SectorRelation Relation(string slug, string other) => Relation(Position(slug), Position(other));

    /// <summary>How near two sectors are: 1, 0.8, 0.6, 0.4 or 0; 0 for an unknown slug, symmetric.</summary>
    public double Proximity(string slug, string other) => Proximity(Relation(slug, other));

    internal int Count => _nodes.Length;

    internal static double Proximity(SectorRelation relation) => ProximityOf[(int)relation];

    /// <summary>Position of a slug; -1 when unknown.</summary>
    internal int Position(string slug) => _positions.TryGetValue(slug, out var position) ? position : -1;

    internal SectorRelation Relation(int position, int other) =>
        (uint)position < (uint)Count && (uint)other < (uint)Count ? _relations[position * Count + other] : SectorRelation.None;

    /// <summary>True when a sector equals another or lies below it.</summary>
    internal bool IsWithin(int position, int top)
    {
        while ((uint)position < (uint)Count && position != top) position = _parents[position];
        return position >= 0 && position == top;
    }

    private int Known(string slug) =>
        _positions.TryGetValue(slug, out var position) ? position : throw new ArgumentException($"Sector '{slug}' is not in the tree.");

    private SectorRelation[] Relations()
    {
        foreach (var position in Enumerable.Range(0, Count)) RefuseCircle(position);
        var links = Links();
        var relations = new SectorRelation[Count * Count];
        for (var a = 0; a < Count; a++)
            for (var b = 0; b < Count; b++)
                relations[a * Count + b] = Compute(a, b, links);
        return relations;
    }

    private void RefuseCircle(int position)
    {
        var steps = 0;
        for (var above = _parents[position]; above >= 0; above = _parents[above])
            if (++steps > Count) throw new ArgumentException($"Sector '{_nodes[position].Slug}' lies below itself.");
    }

    private HashSet<(int, int)> Links()
    {
        var links = new HashSet<(int, int)>();
        for (var position = 0; position < Count; position++)
            foreach (var related in _nodes[position].Related.Select(Known))
            {
                links.Add((position, related));
                links.Add((related, position));
            }
        return links;
    }

    private SectorRelation Compute(int a, int b, HashSet<(int, int)> links)
    {
        if (a == b) return SectorRelation.Same;
        if (IsWithin(a, b) || IsWithin(b, a)) return SectorRelation.Ancestor;
        if (_parents[a] >= 0 && _parents[a] == _parents[b]) return SectorRelation.Sibling;
        var linked = links.Contains((a, b)) || links.Contains((a, _parents[b]))
            || links.Contains((_parents[a], b)) || links.Contains((_parents[a], _parents[b]));
        return linked ? SectorRelation.Related : SectorRelation.None;
    }
}
