namespace TradeDesk.Matching;

/// <summary>What scoring depends on beside the two profiles.</summary>
internal sealed class ScoringContext(CompiledModel model, ScoringPolicy policy, DateOnly on)
{
    public CompiledModel Model => model;

    public double SectorFloor { get; } = policy.SectorFloor;

    public FactorValues Weights = FactorValues.Weights(policy);

    /// <summary>Day number of the question.</summary>
    public int On { get; } = on.DayNumber;
}
