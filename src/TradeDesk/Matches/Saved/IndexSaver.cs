using TradeDesk.Data;

namespace TradeDesk.Matches;

/// <summary>Saves the match index when it is first loaded, then from time to time, and when the desk stops.</summary>
public sealed class IndexSaver(MatchIndexReader reader, SavedIndexFile file, TimeProvider clock, ILogger<IndexSaver> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SaveAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await reader.Loaded.WaitAsync(stoppingToken);
        while (true)
        {
            await SaveAsync(stoppingToken);
            await Task.Delay(Interval, clock, stoppingToken);
        }
    }

    private async Task SaveAsync(CancellationToken cancellation)
    {
        try
        {
            if (reader.IsLoaded)
                await file.SaveAsync(reader.Latest, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatabaseAwayException)
        {
            logger.LogWarning(e, "The match index could not be saved; without it the next start reads all enterprises from the database");
        }
    }
}
