using TradeDesk.Data;

namespace TradeDesk.Exchange;

/// <summary>Settings of imports over HTTP.</summary>
/// <param name="MostBytes">How large a file may be, unpacked.</param>
/// <param name="Retention">How long an import and its errors can be read after it ended.</param>
public sealed record ImportSettings(long MostBytes, TimeSpan Retention)
{
    private const double DefaultMegabytes = 4096, LeastMegabytes = 0.001, MostMegabytes = 1_000_000, DefaultDays = 30, LeastDays = 0.01, MostDays = 3650;

    /// <exception cref="SettingsException">A setting is wrong.</exception>
    public static ImportSettings Read(IConfiguration configuration) => new(
        (long)(NumberSetting.Read(configuration, "Imports:MostMegabytes", DefaultMegabytes, LeastMegabytes, MostMegabytes, "the size of an import's file, unpacked, in MiB") * 1024 * 1024),
        TimeSpan.FromDays(NumberSetting.Read(configuration, "Imports:RetentionDays", DefaultDays, LeastDays, MostDays, "the days that an import's outcome is kept")));
}
