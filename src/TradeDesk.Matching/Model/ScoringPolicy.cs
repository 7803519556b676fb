namespace TradeDesk.Matching;

/// <summary>Named, versioned weights of the nine factors and the floor of sector proximity.</summary>
/// <remarks>Properties can be set freely; the index calls <see cref="Validate"/> before it uses a policy.</remarks>
public sealed record ScoringPolicy
{
    /// <summary>Name of the policy.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Version of the policy, from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Weight of <see cref="Factor.Intent"/>, 0..1.</summary>
    public double Intent { get; init; } = .20;

    /// <summary>Weight of <see cref="Factor.Sector"/>, 0..1.</summary>
    public double Sector { get; init; } = .20;

    /// <summary>Weight of <see cref="Factor.Product"/>, 0..1.</summary>
    public double Product { get; init; } = .15;

    /// <summary>Weight of <see cref="Factor.Text"/>, 0..1.</summary>
    public double Text { get; init; } = .25;

    /// <summary>Weight of <see cref="Factor.Market"/>, 0..1.</summary>
    public double Market { get; init; } = .06;

    /// <summary>Weight of <see cref="Factor.Capability"/>, 0..1.</summary>
    public double Capability { get; init; } = .06;

    /// <summary>Weight of <see cref="Factor.Preference"/>, 0..1.</summary>
    public double Preference { get; init; } = .03;

    /// <summary>Weight of <see cref="Factor.Trust"/>, 0..1.</summary>
    public double Trust { get; init; } = .03;

    /// <summary>Weight of <see cref="Factor.Language"/>, 0..1.</summary>
    public double Language { get; init; } = .02;

    /// <summary>Pairs of sectors less near than this (0..1) need a product in common.</summary>
    public double SectorFloor { get; init; } = .4;

    /// <summary>The desk's policy.</summary>
    public static ScoringPolicy Default { get; } = new() { Version = 2 };

    /// <summary>For buyers with a product in mind.</summary>
    public static ScoringPolicy Sourcing { get; } = new()
    {
        Name = "sourcing",
        Product = .30,
        Intent = .20,
        Sector = .15,
        Text = .10,
        Capability = .10,
        Market = .05,
        Preference = .05,
        Trust = .03,
        Language = .02,
    };

    /// <summary>For technology, where words tell more than product codes.</summary>
    public static ScoringPolicy Technology { get; } = new()
    {
        Name = "technology",
        Intent = .30,
        Sector = .25,
        Text = .20,
        Product = .05,
        Capability = .05,
        Market = .03,
        Preference = .0,
        Trust = .08,
        Language = .04,
    };

    /// <summary>Weight of one factor.</summary>
    public double Weight(Factor factor) => factor switch
    {
        Factor.Intent => Intent,
        Factor.Sector => Sector,
        Factor.Product => Product,
        Factor.Text => Text,
        Factor.Market => Market,
        Factor.Capability => Capability,
        Factor.Preference => Preference,
        Factor.Trust => Trust,
        Factor.Language => Language,
        _ => throw new ArgumentOutOfRangeException(nameof(factor), factor, "Not a factor."),
    };

    /// <summary>Returns this policy when it can be used.</summary>
    /// <exception cref="ArgumentException">A weight or the floor is outside 0..1, or the weights do not sum to 1 within 1e-9.</exception>
    public ScoringPolicy Validate()
    {
        var sum = 0.0;
        foreach (var factor in Enum.GetValues<Factor>())
        {
            var weight = Weight(factor);
            if (!(weight is >= 0 and <= 1)) throw new ArgumentException($"Policy '{Name}': weight {factor} is {weight}, it must be 0 to 1.");
            sum += weight;
        }
        if (!(Math.Abs(sum - 1) <= 1e-9)) throw new ArgumentException($"Policy '{Name}': the weights sum to {sum}, they must sum to 1.");
        if (!(SectorFloor is >= 0 and <= 1)) throw new ArgumentException($"Policy '{Name}': {nameof(SectorFloor)} is {SectorFloor}, it must be 0 to 1.");
        return this;
    }
}
