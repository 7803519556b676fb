using System.Text.Json.Nodes;
using TradeDesk.Commands;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Taxonomy;

/// <summary>Official lists, loaded by the command beside a running service. The titles are invented.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
[NonParallelizable]
public sealed class CodeImportTests(string provider)
{
    private TestDatabase database = null!;
    private Desk desk = null!;
    private string said = "";

    [SetUp]
    public async Task SetUp() => desk = await Desk.StartAsync(database = new TestDatabase(provider));

    [TearDown]
    public async Task TearDown()
    {
        await desk.DisposeAsync();
        database.Dispose();
    }

    [TestCase("ISIC-4", "code,title\nC,Making\n10,Making food\n105,Making dairy\n1050,Making dairy food\n", "1050", "Making dairy food", "C,10,105")]
    [TestCase("NIC-2008", "section,level,code,description\nC,class,1050,Dairy\nC,subclass,10504,\"Butter, ghee\"\n", "10504", "Butter, ghee", "C,10,105,1050")]
    [TestCase("HS-2022", "section,hscode,description,parent,level\nI,04,Milk,TOTAL,2\nI,0405,Butter,04,4\nI,040590,Other,0405,6\n", "040590", "Other", "04,0405")]
    [TestCase("HS-2017", "code,description,parent\nTOTAL,All,\n04,Milk,TOTAL\n", "04", "Milk", "")]
    [TestCase("CPV-2008", "cpv,name_en,parent\n15530000,Butter,15500000\n15500000,Dairy,15000000\n15000000,Food,\n", "15530000", "Butter", "15000000,15500000")]
    [TestCase("NAICS-2022", "naics,title,description\n31-33,Making,\"Long\ntext\"\n311513,Cheese,x\n", "33", "Making", "")]
    [TestCase("ISO-4217", "country,currency,code,number,minor_units\nA,Franc,XOF,952,0\nB,Franc,XOF,952,0\nANTARCTICA,None,,,\n", "XOF", "Franc", "")]
    [TestCase("ISO-4217", "<?xml version=\"1.0\"?><ISO_4217><CcyTbl><CcyNtry><CcyNm>Gold</CcyNm><Ccy>XAU</Ccy></CcyNtry></CcyTbl></ISO_4217>", "XAU", "Gold", "")]
    [TestCase("ISO-3166", "ISO3166-1-Alpha-3,ISO3166-1-Alpha-2,CLDR display name\nIND,IN,Bharat\n", "IN", "Bharat", "")]
    [TestCase("ISIC-5", "code,title\n1050,Dairy\n", "1050", "Dairy", "C,10")]
    [TestCase("HS-2028", "code,description,parent\n0405,Butter,\n", "0405", "Butter", "04")]
    public async Task A_list_brings_titles_and_the_running_service_takes_them(string scheme, string file, string code, string title, string parents)
    {
        Assert.That(await ImportAsync(scheme, file), Is.Zero, said);
        var found = await UntilAsync($"/v1/codes/{scheme}/{code}", c => (string?)c["titleFrom"] == "list");
        Assert.That((string?)found["title"], Is.EqualTo(title));
        Assert.That(string.Join(',', found["parents"]!.AsArray().Select(p => (string?)p!["code"])), Is.EqualTo(parents));
    }

    [Test]
    public async Task The_same_file_again_changes_nothing_and_a_newer_one_replaces_it()
    {
        const string file = "code,title\n10,Food\n";
        Assert.That(await ImportAsync("ISIC-4", file), Is.Zero);
        Assert.That(said, Does.Contain("1 codes of ISIC-4 with titles loaded").And.Contain("version 1"));
        Assert.That(await ImportAsync("ISIC-4", file), Is.Zero);
        Assert.That(said, Does.Contain("unchanged"));
        Assert.That(await ImportAsync("ISIC-4", "code,title\n11,Drinks\n"), Is.Zero);
        Assert.That(said, Does.Contain("version 2"));
        await UntilAsync("/v1/codes/ISIC-4/11", c => (string?)c["title"] == "Drinks");
        Assert.That((string?)(await desk.Anonymous.GetJsonAsync("/v1/codes/ISIC-4/10"))["titleFrom"], Is.EqualTo("desk"));
    }

    [Test]
    public async Task A_correspondence_leads_a_new_edition_to_sectors_and_matches_and_outlives_a_restart()
    {
        var home = await desk.Admin.SaveAsync(Samples.IndianDairy().With("products", """[{"scheme": "HS-2028", "code": "040595"}]"""));
        var peer = await desk.Admin.SaveAsync(Samples.GulfDistributor());
        Assert.That(await ProductAsync(home, peer), Is.EqualTo(.7), "without a list only the heading is known");
        Assert.That(await ImportAsync("HS-2028", "hs2028,hs2022\n040595,040590\n"), Is.Zero, said);
        Assert.That(await ImportAsync("ISIC-5", "isic5,isic4\n1050,1050\n"), Is.Zero, said);
        await UntilAsync("/v1/codes/ISIC-5/1050", c => c["sectors"].Texts().SequenceEqual(["milk-powder"]));
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
            while (await ProductAsync(home, peer) != 1)
                await Task.Delay(20, limit.Token);

        await desk.DisposeAsync();
        desk = await Desk.StartAsync(database);
        Assert.That(await ProductAsync(home, peer), Is.EqualTo(1), "the index of a new process knows the list from the start");
        var saved = await desk.Admin.SaveAsync(Samples.Small("new").With("activities", """[{"scheme": "NIC-2025", "code": "105012"}]"""));
        Assert.That(saved["derivedSectors"]!.AsArray().Select(d => (string?)d!["slug"]), Is.EqualTo(["milk-powder"]));
    }

    [TestCase("HS-2022", "code,description\n854140,x\n", 1, "line 2: '854140': HS-2022 has no such code, but HS-2017 and HS-2012 have")]
    [TestCase("ISIC-4", "code,title\n10,\"a\nb\"\n1x,Bad\n", 1, "line 4: '1x'", TestName = "A line is counted as an editor counts it")]
    [TestCase("ISIC-4", "code,title\n10,Food\n10,Drinks\n", 1, "line 3: 10 stands on line 2 with another title")]
    [TestCase("ISIC-4", "code,title\n10,\n", 1, "line 2: the title of 10 has 0 characters")]
    [TestCase("CPV-2008", "cpv,name_en,parent\n15530000,Butter,15500000\n", 1, "line 2: the parent 15500000 of 15530000 is not in the file")]
    [TestCase("ISIC-4", "code,title\n10,a,b\n", 1, "line 2: the row has 3 columns, the header 2")]
    [TestCase("HS-2022", "hs2022,hs2017\n854142,854142\n", 1, "line 2: '854142': HS-2017 has no such code, but HS-2022 and ITC-HS have")]
    [TestCase("NIC-2008", "level,code,description\nsubclass,96908,Slip\n", 1, "line 2: '96908'")]
    public async Task A_wrong_line_is_named_and_nothing_is_loaded(string scheme, string file, int code, string message)
    {
        Assert.That(await ImportAsync(scheme, file), Is.EqualTo(code));
        Assert.That(said, Does.Contain(message).And.Contain("Nothing was loaded"));
        Assert.That(await ImportAsync(scheme, file), Is.EqualTo(code), "nor remembered");
    }

    [TestCase("HS-2022", "a,b\n1,2\n", "is no layout of a list")]
    [TestCase("ISIC-4", "hs2022,hs2017\n040590,040590\n", "none of them is ISIC-4")]
    [TestCase("ISIC-4", "code,title\n", "no codes")]
    [TestCase("ISIC-4", "", "header")]
    [TestCase("ISO-4217", "<a><b></a>", "no XML list")]
    [TestCase("ISO-4217", "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>&e;</a>", "no XML list")]
    [TestCase("HS2022", "code,title\n", "did you mean HS-2022?")]
    public async Task A_file_that_is_no_list_is_refused(string scheme, string file, string message)
    {
        Assert.That(await ImportAsync(scheme, file), Is.EqualTo(1));
        Assert.That(said, Does.Contain(message));
    }

    [Test]
    public async Task Wrong_lines_can_be_left_out()
    {
        Assert.That(await ImportAsync("ISIC-4", "code,title\n10,Food\n1x,Bad\n", "--skip-wrong"), Is.Zero);
        Assert.That(said, Does.Contain("1 codes of ISIC-4 with titles loaded, 1 lines left out"));
    }

    private async Task<double?> ProductAsync(JsonNode home, JsonNode peer)
    {
        var match = await desk.Admin.GetJsonAsync($"{home.Path()}/matches/{peer.Id()}");
        return (double?)match["match"]!["explanation"]!["forward"]!.AsArray().Single(f => (string?)f!["factor"] == "product")!["value"];
    }

    // The command runs as another process would: with a host of its own over the same database.
    private async Task<int> ImportAsync(string scheme, string text, params string[] options)
    {
        var file = Path.Combine(database.Folder, "list.csv");
        await File.WriteAllTextAsync(file, text);
        var (output, errors) = (Console.Out, Console.Error);
        using var heard = new StringWriter();
        Console.SetOut(heard);
        Console.SetError(heard);
        try
        {
            return await CommandLine.RunAsync(["codes", "import", scheme, file, .. options, .. database.Settings]);
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
            said = heard.ToString();
        }
    }

    private async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> seen)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var response = await desk.Anonymous.GetAsync(path, limit.Token);
            if (response.IsSuccessStatusCode && await response.JsonAsync() is { } found && seen(found))
                return found;
            await Task.Delay(20, limit.Token);
        }
    }
}
