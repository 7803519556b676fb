using System.Xml;
using System.Xml.Linq;
using Sylvan.Data.Csv;
using TradeDesk.Data;

namespace TradeDesk.Taxonomy;

/// <summary>
/// Reads an official list in the layouts they are published in, known by the names in the header: a code and a title, with
/// the parent where there is one; or two columns named like schemes (<c>hs2022, hs2017</c>) for a correspondence. ISO 4217
/// may also come as the XML of its maintenance agency.
/// </summary>
public sealed class CodeListFile
{
    private const int LongestTitle = 2000, LongestRow = 1024 * 1024;
    private static readonly string[] CodeNames = ["code", "hscode", "cpv", "naics", "nace", "iso31661alpha2"];
    private static readonly string[] TitleNames = ["title", "description", "nameen", "cldrdisplayname", "officialnameen", "currency", "name"];

    // The root of the customs lists, countries without a currency, and codes that correspond to nothing.
    private static readonly string[] NoCode = ["", "TOTAL", "n/a"];
    private readonly CodeSystem system;
    private readonly CodeSystems codes;
    private readonly List<string> wrong = [];
    private readonly Dictionary<string, (int Line, string[] Row)> titled = new(StringComparer.Ordinal);
    private readonly HashSet<(string, string)> linked = [];
    private CodeSystem? other;

    private CodeListFile(CodeSystem system, CodeSystems codes) => (this.system, this.codes) = (system, codes);

    /// <summary>The list of a file, and one sentence for each line that is wrong.</summary>
    /// <exception cref="SettingsException">The file has not the layout of a list.</exception>
    public static (CodeList List, IReadOnlyList<string> Wrong) Read(CodeSystem system, CodeSystems codes, TextReader text)
    {
        var file = new CodeListFile(system, codes);
        if (text.Peek() == '<')
            file.ReadXml(text);
        else
            file.ReadCsv(text);
        var list = file.List();
        if (list.Rows.Count == 0 && file.wrong.Count == 0)
            throw new SettingsException("The file has a header but no codes.");
        return (list, file.wrong);
    }

    private CodeList List()
    {
        if (other is not null)
            return new(system.Scheme, other.Scheme, [.. linked.Order().Select(l => new[] { l.Item1, l.Item2 })]);
        foreach (var (line, row) in titled.Values.Where(t => t.Row[2].Length > 0 && !titled.ContainsKey(t.Row[2])).ToList())
        {
            wrong.Add($"line {line}: the parent {row[2]} of {row[0]} is not in the file; add it or leave the parent empty.");
            titled.Remove(row[0]);
        }

        return new(system.Scheme, CodeList.Titles, [.. titled.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value.Row)]);
    }

    private void ReadXml(TextReader text)
    {
        try
        {
            using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            foreach (var entry in XDocument.Load(reader, LoadOptions.SetLineInfo).Descendants("CcyNtry").Where(e => e.Element("Ccy") is not null))
                AddTitle(((IXmlLineInfo)entry).LineNumber, entry.Element("Ccy")!.Value, entry.Element("CcyNm")?.Value ?? "", "");
        }
        catch (XmlException e)
        {
            throw new SettingsException($"The file is no XML list: {e.Message}");
        }
    }

    private void ReadCsv(TextReader text)
    {
        try
        {
            using var csv = CsvDataReader.Create(text, new CsvDataReaderOptions { HasHeaders = true, BufferSize = 0x20000, MaxBufferSize = LongestRow, Delimiter = ',' });
            var names = Enumerable.Range(0, csv.FieldCount).Select(i => CodeSystem.Folded(csv.GetName(i))).ToArray();
            var add = Layout(names);
            for (var line = 2; csv.Read(); line += csv.GetRawRecordSpan().Count('\n'))
                if (csv.RowFieldCount == names.Length)
                    add(line, csv);
                else if (!csv.GetRawRecordSpan().Trim().IsEmpty)
                    wrong.Add($"line {line}: the row has {csv.RowFieldCount} columns, the header {names.Length}; quote texts that hold commas.");
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw new SettingsException($"The file is not CSV with a header line: {e.Message}");
        }
    }

    private Action<int, CsvDataReader> Layout(string[] names)
    {
        var schemes = names.Select((name, at) => (System: CodeSystem.Known.Values.FirstOrDefault(s => CodeSystem.Folded(s.Scheme) == name), At: at)).Where(s => s.System is not null).ToList();
        var own = schemes.FindIndex(s => s.System == system);
        if (schemes.Count > 1 && own < 0)
            throw new SettingsException($"The file relates {string.Join(" and ", schemes.Select(s => s.System!.Scheme))}; none of them is {system.Scheme}.");
        if (schemes.Count > 1)
        {
            (other, var from, var to) = (schemes.First(s => s.System != system).System, schemes[own].At, schemes.First(s => s.System != system).At);
            return (line, csv) => AddLink(line, csv.GetString(from), csv.GetString(to));
        }

        var code = own >= 0 ? schemes[own].At : First(names, CodeNames);
        var title = First(names, TitleNames);
        if (code < 0 || title < 0 || schemes.Count == 1 && own < 0)
            throw new SettingsException($"The header '{string.Join(", ", names)}' is no layout of a list: it needs a code column ({string.Join(", ", CodeNames)} or {CodeSystem.Folded(system.Scheme)}) and a title column ({string.Join(", ", TitleNames)}), with an optional parent; or two columns named like schemes, such as hs2022 and hs2017.");
        var parent = Array.IndexOf(names, "parent");
        return (line, csv) => AddTitle(line, csv.GetString(code), csv.GetString(title), parent < 0 ? "" : csv.GetString(parent));
    }

    private static int First(string[] names, string[] wanted) => wanted.Select(w => Array.IndexOf(names, w)).FirstOrDefault(at => at >= 0, -1);

    private void AddTitle(int line, string code, string title, string parent)
    {
        if (NoCode.Contains(code))
            return;
        if (title.Trim().Length is 0 or > LongestTitle)
            wrong.Add($"line {line}: the title of {code} has {title.Trim().Length} characters; give 1 to {LongestTitle}.");
        else if (title.Contains('\uFFFD', StringComparison.Ordinal))
            wrong.Add($"line {line}: the title of {code} is not UTF-8; write the file in UTF-8.");
        else
            foreach (var each in Each(code))
                if (Known(line, system, each) is { } digits)
                    Put(line, [digits, title.Trim(), parent.Trim() is "TOTAL" or "" || parent == code ? "" : system.Normalise(parent) ?? parent]);
    }

    private void Put(int line, string[] row)
    {
        if (!titled.TryAdd(row[0], (line, row)) && titled[row[0]].Row[1] != row[1])
            wrong.Add($"line {line}: {row[0]} stands on line {titled[row[0]].Line} with another title; keep one of them.");
    }

    private void AddLink(int line, string from, string to)
    {
        if (!NoCode.Contains(from) && !NoCode.Contains(to) && Known(line, system, from) is { } mine && Known(line, other!, to) is { } theirs)
            linked.Add((mine, theirs));
    }

    // NAICS writes three of its sectors as ranges: 31-33.
    private static IEnumerable<string> Each(string code) =>
        code is [_, _, '-', _, _] && int.TryParse(code[..2], out var first) && int.TryParse(code[3..], out var last) && last > first
            ? Enumerable.Range(first, last - first + 1).Select(n => n.ToString("D2", null))
            : [code];

    private string? Known(int line, CodeSystem of, string code)
    {
        // The built-in currencies are those that countries use; the official list has funds and metals too.
        if (codes.Find(of.Scheme, code) is { Wrong: { } why } && !(of.Use == CodeUse.Currency && of.Normalise(code) is not null))
        {
            wrong.Add($"line {line}: '{code}': {why}");
            return null;
        }

        return of.Normalise(code);
    }
}
