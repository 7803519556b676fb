using TradeDesk.Exchange;

namespace TradeDesk.Tests.Exchange;

public sealed class BoundedLinesTests
{
    private const int Longest = 100_000;

    [TestCase("", new string[0])]
    [TestCase("a", new[] { "a" })]
    [TestCase("a\n", new[] { "a" })]
    [TestCase("a\n\nb", new[] { "a", "", "b" })]
    [TestCase("a\r\nb\rc\n\rd", new[] { "a", "b", "c", "", "d" })]
    [TestCase("\r\n\r\n", new[] { "", "" })]
    public async Task Lines_end_in_any_way(string text, string[] expected) => Assert.That(await ReadAsync(text), Is.EqualTo(expected));

    [Test]
    public async Task Ends_may_fall_anywhere_in_what_is_read_at_once([Values("\n", "\r\n", "\r")] string end)
    {
        var lines = Enumerable.Range(65_500, 60).Select(n => new string('x', n)).ToList();
        Assert.That(await ReadAsync(string.Join(end, lines)), Is.EqualTo(lines));
    }

    [Test]
    public async Task A_line_is_cut_one_behind_the_longest()
    {
        var lines = await ReadAsync($"{new string('a', Longest)}\n{new string('b', Longest + 1)}\n{new string('c', Longest * 3)}\nd");
        Assert.That(lines.Select(l => (l[0], l.Length)), Is.EqualTo(new[] { ('a', Longest), ('b', Longest + 1), ('c', Longest + 1), ('d', 1) }));
    }

    private static async Task<List<string>> ReadAsync(string text)
    {
        var (reader, read) = (new BoundedLines(new StringReader(text), Longest), new List<string>());
        while (await reader.NextAsync(default) is { } line)
            read.Add(line);
        return read;
    }
}
