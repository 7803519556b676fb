namespace TradeDesk.Matching;

/// <summary>One node of the sector tree.</summary>
/// <param name="Slug">Unique name of the sector.</param>
/// <param name="Parent">Slug of the parent; null at the top.</param>
/// <param name="Related">Slugs linked by a value chain; a link counts both ways.</param>
/// <param name="Controlled">True when enterprises of the sector belong to the export-control compartment.</param>
public sealed record SectorNode(string Slug, string? Parent, IReadOnlyList<string> Related, bool Controlled = false);

/// <summary>How two sectors are near each other.</summary>
public enum SectorRelation : byte
{
    /// <summary>Not near; proximity 0.</summary>
    None = 0,

    /// <summary>Linked by a value chain, themselves or through a parent; proximity 0.4.</summary>
    Related = 1,

    /// <summary>Same parent; proximity 0.6.</summary>
    Sibling = 2,

    /// <summary>One lies above the other; proximity 0.8.</summary>
    Ancestor = 3,

    /// <summary>The same sector; proximity 1.</summary>
    Same = 4,
}
