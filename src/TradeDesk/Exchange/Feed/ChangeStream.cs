using System.Text;
using TradeDesk.Data;
using TradeDesk.Enterprises;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>The change feed as server-sent events; the id of each event is the cursor behind it.</summary>
internal sealed class ChangeStream(ChangeFeed feed, ChangeLog log, long after, ChangeFilter filter, Visibility visibility, TimeProvider clock, CancellationToken stopping) : IResult
{
    private static readonly Portion Portion = new(200);

    // A key may be revoked meanwhile; whoever comes again is looked at again.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5), Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, started) = (httpContext.Response, clock.GetTimestamp());
        response.ContentType = FeedApi.EventStream;
        response.Headers.CacheControl = "no-store";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        await response.StartAsync(ending.Token);
        try
        {
            for (var reached = after; clock.GetElapsedTime(started) < Longest;)
            {
                var found = await feed.WaitAsync(reached, filter, visibility, Portion, Heartbeat, clock, ending.Token);
                // After the lines: what was forgotten meanwhile may be missing among them. Whoever comes again is told so. 0 is wherever the log begins.
                if (reached > 0 && reached < await log.FirstSequenceAsync(ending.Token) - 1)
                    return;
                foreach (var line in found.Lines)
                {
                    Write(response, line);
                    if (response.BodyWriter.UnflushedBytes >= LongAnswers.Piece)
                        await httpContext.TakenAsync(response.BodyWriter.FlushAsync(ending.Token).AsTask());
                }

                // Also says how far the feed has come where the filter left all out, and keeps the connection from looking dead.
                Write(response, $"id: {ChangeWriter.Cursor(reached = found.Reached)}\n\n");
                await httpContext.TakenAsync(response.BodyWriter.FlushAsync(ending.Token).AsTask());
            }
        }
        catch (Exception e) when (e is DatabaseAwayException or OperationCanceledException)
        {
            // The stream ends; the caller comes again with the last id it has.
        }
    }

    private static void Write(HttpResponse response, ChangeLine line)
    {
        Write(response, $"id: {ChangeWriter.Cursor(line.Sequence)}\nevent: change\ndata: ");
        ChangeWriter.Write(response.BodyWriter, line);
        Write(response, "\n\n");
    }

    private static void Write(HttpResponse response, string text) => Encoding.UTF8.GetBytes(text, response.BodyWriter);
}
