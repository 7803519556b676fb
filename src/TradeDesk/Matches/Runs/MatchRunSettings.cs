using TradeDesk.Data;

namespace TradeDesk.Matches;

/// <summary>How full runs behave.</summary>
/// <param name="Retention">How long a run is kept after its last progress.</param>
/// <param name="Share">The share of one processor core that a run takes, 0..1; the rest of the time it lets others work.</param>
public sealed record MatchRunSettings(TimeSpan Retention, double Share)
{
    private const double DefaultHours = 168, LeastHours = 1, MostHours = 8760, DefaultShare = 0.5, LeastShare = 0.05, MostShare = 1;

    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static MatchRunSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromHours(NumberSetting.Read(configuration, "Matching:Runs:RetentionHours", DefaultHours, LeastHours, MostHours, "the hours that a full run is kept")),
        NumberSetting.Read(configuration, "Matching:Runs:Share", DefaultShare, LeastShare, MostShare, "the share of one processor core that a full run takes"));
}
