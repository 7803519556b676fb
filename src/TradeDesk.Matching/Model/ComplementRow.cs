namespace TradeDesk.Matching;

/// <summary>One line of the complement table: how well a giving intent answers an asking one.</summary>
/// <param name="AskType">Type of the asking intent.</param>
/// <param name="AskRole">Role of the asking intent: seeks or mutual.</param>
/// <param name="GiveType">Type of the giving intent.</param>
/// <param name="GiveRole">Role of the giving intent: offers or mutual.</param>
/// <param name="Strength">Above 0, at most 1.</param>
public sealed record ComplementRow(
    PartnershipType AskType, IntentRole AskRole, PartnershipType GiveType, IntentRole GiveRole, double Strength);
