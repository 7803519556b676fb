using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TradeDesk.Client;

public sealed partial class TradeDeskClient
{
    /// <summary>
    /// Everything once, then every change, in batches. Apply a batch, then store its cursor: the next is asked for only when you come for it, and a crash
    /// between the two brings the batch again. Without a cursor a snapshot of all records comes first; one that breaks off, here or in a crash, goes on where it was.
    /// </summary>
    /// <param name="cursor">The stored one; null to begin.</param>
    /// <param name="options">What is pulled, and for how long.</param>
    /// <param name="cancellation">Ends the pull.</param>
    /// <exception cref="CursorGoneException">The log no longer reaches the cursor, and the options do not say to start again.</exception>
    /// <exception cref="FormatException">The cursor is a snapshot's and was altered.</exception>
    public async IAsyncEnumerable<ChangeBatch> PullChangesAsync(string? cursor, PullOptions? options = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        options ??= new();
        var snapshot = cursor is null ? new("") : SnapshotPlace.Read(cursor);
        while (true)
        {
            if (snapshot is not null)
            {
                await foreach (var batch in SnapshotAsync(snapshot, options, cancellation).ConfigureAwait(false))
                    yield return batch with { Cursor = cursor = batch.Cursor };
                snapshot = null;
            }

            var upToDate = false;
            while (await NextAsync(cursor!, options, cancellation).ConfigureAwait(false) is { } page)
            {
                if (page.Items.Count > 0 || page.NextCursor != cursor)
                    yield return new([.. page.Items.Where(c => Wanted(c, options))], cursor = page.NextCursor);
                upToDate = page.UpToDate;
                if (upToDate && !options.Follow)
                    yield break;
            }

            snapshot = new("");
        }
    }

    // Null: the cursor is gone, and the caller starts again.
    private async Task<ChangePage?> NextAsync(string cursor, PullOptions options, CancellationToken cancellation)
    {
        var wait = options.Follow ? calls.WaitAtMost(options.Wait) : TimeSpan.Zero;
        var path = DeskCalls.Query(
            "v1/changes", ("after", cursor), ("limit", $"{options.BatchSize}"), ("wait", DeskCalls.Number(wait.TotalSeconds)),
            ("kind", options.EveryKind ? null : "enterprise"), ("country", options.Country), ("source", options.Source));
        try
        {
            using var response = await calls.GetAsync(path, cancellation, calls.Options.Timeout + wait).ConfigureAwait(false);
            await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, DeskShapes.Default.ChangePage, cancellation).ConfigureAwait(false);
        }
        catch (CursorGoneException) when (options.StartAgain)
        {
            return null;
        }
    }

    private async IAsyncEnumerable<ChangeBatch> SnapshotAsync(SnapshotPlace place, PullOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var broken = 0; ; await Task.Delay(calls.Options.FirstPause, calls.Options.Clock, cancellation).ConfigureAwait(false))
        {
            using var lines = await OpenExportAsync(place, options, cancellation).ConfigureAwait(false);
            // The sequence of the first answer counts: what is written while the records are read comes again through the feed.
            place = place with { Sequence = place.Sequence ?? lines.Sequence };
            for (var intact = true; intact;)
            {
                var (part, whole) = (new List<Change>(), false);
                try
                {
                    whole = !await lines.AddToAsync(part, options.BatchSize, cancellation).ConfigureAwait(false);
                }
                catch (Exception e) when (e is IOException or HttpRequestException or JsonException && (part.Count > 0 || broken < calls.Options.Retries))
                {
                    intact = false;
                }

                broken = part.Count > 0 ? 0 : broken + 1;
                place = place with { LastId = part.Count > 0 ? part[^1].Id : place.LastId };
                if (part.Count > 0 || whole)
                    yield return new([.. part.Where(c => Wanted(c, options))], whole ? place.Sequence : place.ToString(), place.Name, whole);
                if (whole)
                    yield break;
            }
        }
    }

    private async Task<ExportLines> OpenExportAsync(SnapshotPlace place, PullOptions options, CancellationToken cancellation)
    {
        var path = DeskCalls.Query("v1/export", ("after", place.LastId.Length == 0 ? null : place.LastId), ("country", options.Country), ("source", options.Source));
        var response = await calls.GetAsync(path, cancellation, completion: HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false);
        return await ExportLines.OpenAsync(response, calls.Options, cancellation).ConfigureAwait(false);
    }

    private static bool Wanted(Change change, PullOptions options) => change.Source is null || !options.ExceptSources.Contains(change.Source);
}
