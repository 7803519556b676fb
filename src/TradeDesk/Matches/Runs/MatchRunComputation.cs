using System.Text;
using System.Text.Json;
using TradeDesk.Enterprises;
using TradeDesk.Http;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>Computes a full run part by part. Between short pieces of work it rests, so that callers who wait for an answer come first.</summary>
public sealed class MatchRunComputation(EnterpriseStore enterprises, MatchAnswers answers, DeskSettings desk, MatchRunSettings settings, TimeProvider clock)
{
    private const int EnterprisesOfPart = 200, CharactersOfPart = 256 * 1024;

    // A part is stored well within the lease, however slow its enterprises are.
    private static readonly TimeSpan Piece = TimeSpan.FromMilliseconds(20), LongestPart = TimeSpan.FromSeconds(2);

    /// <summary>The part behind an enterprise; null when there is nothing left.</summary>
    public async Task<MatchRunPart?> NextAsync(MatchRun run, MatchOptions options, MatchSnapshot snapshot, string after, CancellationToken cancellation)
    {
        var ids = await enterprises.IdsOfCountryAsync(desk.HomeCountry, after, EnterprisesOfPart, cancellation);
        if (ids.Count == 0)
            return null;
        var (lines, looked) = (new StringBuilder(), 0);
        var (began, piece) = (clock.GetTimestamp(), clock.GetTimestamp());
        foreach (var id in ids)
        {
            cancellation.ThrowIfCancellationRequested();
            Look(run, options, snapshot, id, lines);
            looked++;
            if (lines.Length >= CharactersOfPart || clock.GetElapsedTime(began) >= LongestPart)
                break;
            piece = await RestAsync(piece, cancellation);
        }

        return new(after, ids[looked - 1], looked, snapshot.Sequence, lines.ToString());
    }

    private void Look(MatchRun run, MatchOptions options, MatchSnapshot snapshot, string id, StringBuilder lines)
    {
        if (answers.Enterprise(snapshot, id, run.Caller) is not { } enterprise)
            return;
        var top = answers.Top(snapshot, enterprise, options, run.Caller);
        var line = new MatchRunLine(id, snapshot.Sequence, [.. top.Items.Select(i => new MatchRunPeer(i.Peer.Id, i.Score, i.Reasons))]);
        lines.Append(JsonSerializer.Serialize(line, DeskJson.Options)).Append('\n');
    }

    /// <returns>When the next piece of work began.</returns>
    private async Task<long> RestAsync(long piece, CancellationToken cancellation)
    {
        var worked = clock.GetElapsedTime(piece);
        if (worked < Piece || settings.Share >= 1)
            return piece;
        await Task.Delay(worked * (1 / settings.Share - 1), clock, cancellation);
        return clock.GetTimestamp();
    }
}
