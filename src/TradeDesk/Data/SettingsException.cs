namespace TradeDesk.Data;

/// <summary>The desk cannot start as it is configured; the message is one sentence that names the setting and the remedy.</summary>
public sealed class SettingsException(string message) : Exception(message);
