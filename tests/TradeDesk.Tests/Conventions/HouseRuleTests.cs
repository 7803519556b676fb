using System.Text.RegularExpressions;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Conventions;

/// <summary>The rules of the house that a compiler does not know.</summary>
public sealed partial class HouseRuleTests
{
    private static readonly string[] TopLevel = ["src", "tests", "openapi", "scripts"];

    private static readonly string[] RootFiles =
        ["TradeDesk.sln", "README.md", "Dockerfile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "global.json", "Directory.Build.props", "Directory.Packages.props"];

    // What each feature may use. One direction only: nothing here may lead back.
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Data"] = [],
        ["Http"] = ["Data"],
        ["Taxonomy"] = ["Data", "Http"],
        ["Access"] = ["Data", "Http"],
        ["Enterprises"] = ["Data", "Http", "Taxonomy", "Access"],
        ["Exchange"] = ["Data", "Http", "Taxonomy", "Access", "Enterprises"],
        ["Matches"] = ["Data", "Http", "Taxonomy", "Access", "Enterprises"],
        ["Duplicates"] = ["Data", "Http", "Taxonomy", "Access", "Enterprises"],
        ["Documentation"] = ["Http", "Access", "Enterprises", "Exchange", "Duplicates", "Matches"],
        ["Health"] = ["Data", "Matches"],
    };

    private static IEnumerable<string> Sources => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [Test]
    public void The_top_level_holds_only_what_it_should()
    {
        var folders = Directory.EnumerateDirectories(Repository.Root).Select(f => Path.GetFileName(f)!).Where(n => n[0] != '.' && n is not ("data" or "TestResults"));
        Assert.That(folders, Is.EquivalentTo(TopLevel));
        Assert.That(Directory.EnumerateFiles(Repository.Root).Select(f => Path.GetFileName(f)!).Where(n => n[0] != '.'), Is.EquivalentTo(RootFiles));
    }

    [Test]
    public void No_name_says_nothing() =>
        Assert.That(Sources.Select(f => Path.GetFileNameWithoutExtension(f)), Has.None.Matches(@"(Helper|Helpers|Manager|Managers|Util|Utils|Common|Misc)$"));

    [Test]
    public void The_program_stays_small() =>
        Assert.That(File.ReadLines(Path.Combine(Repository.Root, "src", "TradeDesk", "Program.cs")).Count(), Is.LessThan(30));

    [Test]
    public void Only_Sql_classes_hold_SQL() =>
        Assert.That(Sources.Where(f => !f.EndsWith("Sql.cs", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}Data{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Where(f => SqlText().IsMatch(File.ReadAllText(f))), Is.Empty);

    [Test]
    public void Nobody_reads_the_wall_clock() =>
        Assert.That(Sources.Where(f => WallClock().IsMatch(File.ReadAllText(f))), Is.Empty, "take TimeProvider");

    [Test]
    public void The_engine_knows_no_web_no_database_and_no_clock()
    {
        var referenced = typeof(Matching.MatchIndex).Assembly.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.That(referenced, Has.None.Match("AspNetCore|Dapper|Data\\.Sql|Sqlite|TradeDesk$"));
        Assert.That(Sources.Where(f => f.Contains("TradeDesk.Matching", StringComparison.Ordinal)).Where(f => File.ReadAllText(f).Contains("TimeProvider", StringComparison.Ordinal)), Is.Empty);
    }

    [TestCaseSource(nameof(Features))]
    public void A_feature_uses_only_what_it_may(string feature)
    {
        var folder = Path.Combine(Repository.Root, "src", "TradeDesk", feature);
        var used = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).SelectMany(f => UsedFeature().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct();
        Assert.That(used.Where(u => u != feature && MayUse.ContainsKey(u)), Is.SubsetOf(MayUse[feature]));
    }

    [Test]
    public void No_file_or_method_has_grown_too_large() =>
        Assert.That(Sources.Where(f => File.ReadLines(f).Count() > 300), Is.Empty, "a file past 300 lines is a question to ask");

    private static IEnumerable<string> Features => MayUse.Keys;

    [GeneratedRegex(@"^using TradeDesk\.(\w+);", RegexOptions.Multiline)]
    private static partial Regex UsedFeature();

    [GeneratedRegex(@"""\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s", RegexOptions.Singleline)]
    private static partial Regex SqlText();

    [GeneratedRegex(@"DateTime(Offset)?\.(UtcNow|Now|Today)|Thread\.Sleep")]
    private static partial Regex WallClock();
}
