namespace TradeDesk.Data;

/// <summary>How long the change log is kept.</summary>
/// <param name="Kept">Older lines are deleted; who was away for longer starts again with an export.</param>
public sealed record ChangeLogSettings(TimeSpan Kept)
{
    private const double DefaultDays = 400, LeastDays = 1, MostDays = 36_500;

    /// <exception cref="SettingsException">The setting is wrong.</exception>
    public static ChangeLogSettings Read(IConfiguration configuration) => new(
        TimeSpan.FromDays(NumberSetting.Read(configuration, "Changes:RetentionDays", DefaultDays, LeastDays, MostDays, "the days that the change log is kept")));
}

/// <summary>Deletes the lines of the change log that are older than they are kept, from time to time and a few at once; the last line always stays.</summary>
public sealed class ChangeLogRetention(ChangeLog log, ChangeLogSettings settings, TimeProvider clock, ILogger<ChangeLogRetention> logger) : BackgroundService
{
    private const int Lines = 5000;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                while (await log.ForgetAsync(clock.GetUtcNow() - settings.Kept, Lines, stoppingToken) > 0)
                    logger.LogDebug("Lines of the change log older than {Kept} are deleted", settings.Kept);
            }
            catch (DatabaseAwayException e)
            {
                logger.LogWarning(e, "Old lines of the change log could not be deleted; trying again later");
            }

            await Task.Delay(Interval, clock, stoppingToken);
        }
    }
}
