using TradeDesk.Client;

namespace TradeDesk.Tests.Client;

/// <summary>The lines of the README; a test compares the two and runs these.</summary>
internal static class TwoWaySync
{
    public static async Task SyncAsync(TradeDeskClient desk, IEnumerable<Push> changedHere, Dictionary<string, (EnterpriseDocument Document, string? Snapshot)> peers, string cursorFile)
    {
        // README begins
        // Out: what changed here. Sending it again changes nothing.
        await foreach (var outcome in desk.PushAsync(changedHere))
        {
            if (outcome.Problem is { } problem)
                Console.WriteLine($"{outcome.Push.ExternalId}: {problem.Detail} {string.Join(" ", problem.Errors)}");
        }

        // In: everything once, then what changed there; our own records do not come back.
        var cursor = File.Exists(cursorFile) ? File.ReadAllText(cursorFile) : null;
        await foreach (var batch in desk.PullChangesAsync(cursor, new() { ExceptSources = ["in-demo"], StartAgain = true }))
        {
            foreach (var change in batch.Changes)
            {
                if (change.Document is { } document)
                    peers[change.Id] = (document, batch.Snapshot);
                else
                    peers.Remove(change.Id);
            }

            // A full copy has ended: what it does not hold is gone.
            if (batch.SnapshotComplete)
                foreach (var gone in peers.Where(p => p.Value.Snapshot != batch.Snapshot).ToList())
                    peers.Remove(gone.Key);
            // Last: should we crash before this line, the batch comes again.
            File.WriteAllText(cursorFile, batch.Cursor);
        }
        // README ends
    }
}
