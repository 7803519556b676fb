namespace TradeDesk.Http;

/// <summary>Gathers the faults of one document, the first 100 of them: a list of a document may be as long as its body.</summary>
internal sealed class FaultList
{
    private const int Most = 100;

    public List<Fault> Faults { get; } = [];

    public void Add(string pointer, string code, string message) => Add(new(pointer, code, message));

    public void Add(Fault fault)
    {
        if (Faults.Count < Most)
            Faults.Add(fault);
    }

    public void Count<T>(string pointer, IReadOnlyList<T> items, int most)
    {
        if (items.Count > most)
            Add(pointer, "too-many", $"Give at most {most}; there are {items.Count}.");
    }

    public void Text(string pointer, string text, int shortest, int longest)
    {
        if (text.Trim().Length < shortest || text.Length > longest)
            Add(pointer, "wrong-length", $"Give {shortest} to {longest} characters.");
        else if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            Add(pointer, "control-character", "Leave out control characters.");
        else if (text.Contains('\uFFFD', StringComparison.Ordinal))
            Add(pointer, "broken-encoding", "This text was not UTF-8 when it was read; its characters are lost. Write it in UTF-8 and send it again.");
    }

    public void Optional(string pointer, string? text, int longest)
    {
        if (text is not null)
            Text(pointer, text, 0, longest);
    }

    public void Texts(string pointer, IReadOnlyList<string> texts, int most, int longest)
    {
        Count(pointer, texts, most);
        for (var i = 0; i < texts.Count && i <= most; i++)
            Text($"{pointer}/{i}", texts[i], 1, longest);
    }
}
