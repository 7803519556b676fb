using System.Text;

namespace TradeDesk.Http;

/// <summary>
/// Answers that are sent piece by piece. A client that takes nothing for <see cref="Patience"/> has stopped reading, and its connection is ended: the
/// server's own least rate credits a long answer with what went fast before, and would hold it for hours.
/// </summary>
public static class LongAnswers
{
    /// <summary>How long a client may let a piece lie.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What a client must take of an answer that is sent whole, once it has let it lie for that long, in bytes a second.</summary>
    public const double LeastRate = 16 * 1024;

    /// <summary>Bytes.</summary>
    internal const int Piece = 64 * 1024;

    /// <summary>Sends text and goes on when the client has taken it.</summary>
    /// <exception cref="OperationCanceledException">The client is gone, or has stopped reading.</exception>
    public static async Task SendAsync(this HttpContext http, Stream output, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < bytes.Length; at += Piece)
            await http.TakenAsync(output.WriteAsync(bytes.AsMemory(at, Math.Min(Piece, bytes.Length - at)), http.RequestAborted).AsTask());
    }

    /// <summary>Goes on when the client has taken what is being written.</summary>
    /// <exception cref="OperationCanceledException">The client is gone, or has stopped reading.</exception>
    public static async Task TakenAsync(this HttpContext http, Task writing)
    {
        try
        {
            await writing.WaitAsync(Patience, http.RequestServices.GetRequiredService<TimeProvider>());
        }
        catch (TimeoutException)
        {
            http.Abort();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException("The client has stopped reading.");
        }
    }
}
