using System.Text;

namespace TradeDesk.Exchange;

/// <summary>The lines of a text, each in memory no longer than a bound: one that goes on behind it is cut there, with one character more to tell by.</summary>
/// <param name="text">Lines that end in LF, CR LF or CR.</param>
/// <param name="longest">Characters of the longest line that is kept whole.</param>
internal sealed class BoundedLines(TextReader text, int longest)
{
    private readonly char[] buffer = new char[1 << 16];
    private int at, count;
    private bool behindReturn;

    /// <summary>The next line without its end; null behind the last one.</summary>
    public async ValueTask<string?> NextAsync(CancellationToken cancellation)
    {
        for (StringBuilder? begun = null; ;)
        {
            if (at == count)
            {
                (at, count) = (0, await text.ReadAsync(buffer, cancellation));
                if (count == 0)
                    return begun?.ToString();
            }

            var isSecondHalf = behindReturn && buffer[at] == '\n';
            behindReturn = false;
            if (isSecondHalf && ++at == count)
                continue;
            var left = buffer.AsSpan(at, count - at);
            var end = left.IndexOfAny('\r', '\n');
            var piece = end < 0 ? left : left[..end];
            at += piece.Length;
            if (end >= 0)
                behindReturn = buffer[at++] == '\r';
            if (end >= 0 && begun is null && piece.Length <= longest)
                return piece.ToString();
            begun ??= new();
            begun.Append(piece[..Math.Min(piece.Length, longest + 1 - begun.Length)]);
            if (end >= 0)
                return begun.ToString();
        }
    }
}
