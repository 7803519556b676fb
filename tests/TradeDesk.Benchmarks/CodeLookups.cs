using System.Diagnostics;
using System.Globalization;
using TradeDesk.Taxonomy;

namespace TradeDesk.Benchmarks;

/// <summary>Nanoseconds for one code, beside a plain Dictionary of the same codes in the same run.</summary>
internal static class CodeLookups
{
    private const int Rounds = 40, Tries = 5;

    public static int Run()
    {
        var watch = Stopwatch.StartNew();
        var codes = new CodeSystems(new SectorCatalog(), new CountryCatalog());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"built in {watch.Elapsed.TotalMilliseconds:0} ms"));
        (string Scheme, string Code)[] known = [.. CodeSystem.Known.Keys.SelectMany(s => codes.Codes(s).Select(c => (s, c)))];
        var random = new Random(1);
        random.Shuffle(known);
        (string Scheme, string Code)[] dotted = [.. known.Select(k => (k.Scheme, k.Code.Length > 4 ? k.Code.Insert(4, ".") : k.Code))];
        (string Scheme, string Code)[] finer = [.. known.Where(k => k.Scheme is "ITC-HS" && k.Code.Length == 6).Select(k => (k.Scheme, k.Code + "90"))];
        var plain = known.ToDictionary(k => k, k => k.Code);

        Print("plain Dictionary", known, k => plain[k].Length);
        Print("sectors of a code", known, k => codes.SectorsOf(k.Scheme, k.Code).Count);
        Print("sectors, code with a dot", dotted, k => codes.SectorsOf(k.Scheme, k.Code).Count);
        Print("product in HS 2022", known, k => codes.Hs2022(k.Scheme, k.Code).Count);
        Print("check on write", known, k => codes.Check(k.Scheme, k.Code, "") is null ? 1 : 0);
        Print("whole answer", known, k => codes.Find(k.Scheme, k.Code).Answer!.Parents.Count);
        Print("whole answer, tariff line that is not listed", finer, k => codes.Find(k.Scheme, k.Code).Answer!.Parents.Count);
        return 0;
    }

    private static void Print(string what, (string Scheme, string Code)[] codes, Func<(string Scheme, string Code), int> look)
    {
        var best = double.MaxValue;
        var sum = 0L;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var watch = Stopwatch.StartNew();
            for (var round = 0; round < Rounds / Tries; round++)
                foreach (var code in codes)
                    sum += look(code);
            best = Math.Min(best, watch.Elapsed.TotalNanoseconds / (Rounds / Tries * codes.Length));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-46}{best,8:0} ns a look-up over {codes.Length} codes ({sum & 1})"));
    }
}
