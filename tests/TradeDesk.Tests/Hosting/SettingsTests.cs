namespace TradeDesk.Tests.Hosting;

/// <summary>A wrong setting stops the start of any command: exit code 1 and one sentence that names the setting and the remedy.</summary>
public sealed class SettingsTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("tradedesk-test-").FullName;

    [OneTimeTearDown]
    public void Clear() => Directory.Delete(folder, recursive: true);

    [TestCase("Database:Provider is 'Oracle'; set it to Sqlite or SqlServer.", "--Database:Provider=Oracle")]
    [TestCase("ConnectionStrings:TradeDesk is missing; with Database:Provider=SqlServer set it to the connection string of the database.", "--Database:Provider=SqlServer")]
    [TestCase("ConnectionStrings:TradeDesk names no file; set it to 'Data Source=FILE'.", "--ConnectionStrings:TradeDesk=Mode=ReadWrite")]
    [TestCase("Access:BootstrapKey has 5 characters; set it to 32 or more, or leave it out.", "--Access:BootstrapKey=short")]
    [TestCase("Database:Seconds is '0'; set it to a number from 1 to 60, the seconds that a caller waits for the database at most.", "--Database:Seconds=0")]
    [TestCase("Database:Seconds is '1,8'; set it to a number from 1 to 60, the seconds that a caller waits for the database at most.", "--Database:Seconds=1,8")]
    [TestCase("Desk:HomeCountry is 'India'; set it to an ISO 3166-1 alpha-2 code such as IN.", "--Desk:HomeCountry=India")]
    [TestCase("Desk:HomeCountry is 'in'; set it to an ISO 3166-1 alpha-2 code such as IN.", "--Desk:HomeCountry", "in")]
    [TestCase("Matching:Policies:halal:Weights sum to 0.9; set weights that sum to 1.", "--Matching:Policies:halal:Weights:sector=0.6", "--Matching:Policies:halal:Weights:intent=0.3")]
    [TestCase("Matching:Policies:halal:Weights sum to 0; set weights that sum to 1.", "--Matching:Policies:halal=1")]
    [TestCase("Matching:Policies:halal:Weights:sector is '1.5'; set it to a number from 0 to 1, such as 0.25.", "--Matching:Policies:halal:Weights:sector=1.5")]
    [TestCase("Matching:Policies:halal:Weights:sector is '-0.5'; set it to a number from 0 to 1, such as 0.25.", "--Matching:Policies:halal:Weights:sector=-0.5", "--Matching:Policies:halal:Weights:intent=1")]
    [TestCase("Matching:Policies:halal:Weights:sector is 'NaN'; set it to a number from 0 to 1, such as 0.25.", "--Matching:Policies:halal:Weights:sector=NaN")]
    [TestCase("Matching:Policies:halal:Weights:sector is '0,5'; set it to a number from 0 to 1, such as 0.25.", "--Matching:Policies:halal:Weights:sector=0,5")]
    [TestCase("Matching:Policies:halal:Weights:colour is not a factor; set weights for intent, sector, product, text, market, capability, preference, trust, language.", "--Matching:Policies:halal:Weights:colour=1")]
    [TestCase("Matching:Policies:halal:SectorFloor is '2'; set it to a number from 0 to 1, such as 0.25.", "--Matching:Policies:halal:Weights:sector=1", "--Matching:Policies:halal:SectorFloor=2")]
    [TestCase("Matching:Policies:halal:Version is '0'; set it to a whole number from 1.", "--Matching:Policies:halal:Weights:sector=1", "--Matching:Policies:halal:Version=0")]
    [TestCase("Matching:Policies:sourcing:Version is '1'; set it to a whole number from 2.", "--Matching:Policies:sourcing:Weights:sector=1")]
    [TestCase("Matching:Policies:halal:Floor is not a setting of a policy; set Version, SectorFloor or Weights.", "--Matching:Policies:halal:Weights:sector=1", "--Matching:Policies:halal:Floor=0.5")]
    [TestCase("Matching:Policies names a policy 'Halal'; use 1 to 40 lower-case letters, digits and hyphens, beginning with a letter.", "--Matching:Policies:Halal:Weights:sector=1")]
    [TestCase("Matching:Runs:Share is '2'; set it to a number from 0.05 to 1, the share of one processor core that a full run takes.", "--Matching:Runs:Share=2")]
    [TestCase("Matching:Runs:RetentionHours is 'a week'; set it to a number from 1 to 8760, the hours that a full run is kept.", "--Matching:Runs:RetentionHours=a week")]
    [TestCase("Changes:RetentionDays is '0'; set it to a number from 1 to 36500, the days that the change log is kept.", "--Changes:RetentionDays=0")]
    [TestCase("Webhooks:AllowedPrivateNetworks names '10.1.0.0'; set it to networks such as 10.1.0.0/16, parted by commas, or leave it out.", "--Webhooks:AllowedPrivateNetworks=127.0.0.0/8, 10.1.0.0")]
    [TestCase("Webhooks:RetrySeconds names '-5'; set it to seconds from 0.001 to 604800, parted by commas.", "--Webhooks:RetrySeconds=5,-5")]
    [TestCase("Webhooks:TimeoutSeconds is '31'; set it to a number from 0.1 to 30, the seconds that an endpoint may take to answer.", "--Webhooks:TimeoutSeconds=31")]
    [TestCase("Webhooks:MostOfPartner is '0'; set it to a number from 1 to 10000, the webhooks that a partner may have.", "--Webhooks:MostOfPartner=0")]
    [TestCase("Webhooks:MostAtOnce is 'all'; set it to a number from 1 to 10000, the webhooks that one replica works on at a time.", "--Webhooks:MostAtOnce=all")]
    public async Task A_wrong_setting_is_named(string sentence, params string[] settings)
    {
        foreach (var command in (string[])["serve", "migrate"])
        {
            var (code, output, errors) = await TradeDeskProcess.RunAsync(folder, [command, .. settings]);
            Assert.That((code, output, errors), Is.EqualTo((1, "", sentence)), command);
        }

        Assert.That(Directory.GetFileSystemEntries(folder), Is.Empty, "nothing was made");
    }

    [TestCase("--ConnectionStrings:TradeDesk=Nonsense")]
    [TestCase("--ConnectionStrings:TradeDesk=Colour=red")]
    public async Task A_connection_string_that_cannot_be_read_is_named(string setting)
    {
        foreach (var (provider, remedy) in ((string, string)[])[("Sqlite", "'Data Source=FILE'"), ("SqlServer", "a SQL Server connection string")])
        {
            var (code, output, errors) = await TradeDeskProcess.RunAsync(folder, "migrate", $"--Database:Provider={provider}", setting);
            Assert.That((code, output), Is.EqualTo((1, "")), errors);
            Assert.That(errors, Does.Match(@"^ConnectionStrings:TradeDesk cannot be read \(.+\); set it to .+\.$").And.Contain(remedy));
        }
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.GetTempFileName();
        var (code, output, errors) = await TradeDeskProcess.RunAsync(folder, "serve", $"--ConnectionStrings:TradeDesk=Data Source={file}/below/desk.db");
        File.Delete(file);
        Assert.That((code, output), Is.EqualTo((1, "")));
        Assert.That(errors, Is.EqualTo($"ConnectionStrings:TradeDesk points into '{file}/below', which cannot be created; name a folder that may be written."));
    }

    [Test]
    public async Task A_file_that_is_no_database_is_refused()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, new string('x', 5000));
        var (code, _, errors) = await TradeDeskProcess.RunAsync(folder, "migrate", $"--ConnectionStrings:TradeDesk=Data Source={file}");
        File.Delete(file);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("database").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_said_not_to_answer()
    {
        var (code, _, errors) = await TradeDeskProcess.RunAsync(folder, "serve", "--Database:Provider=SqlServer", "--ConnectionStrings:TradeDesk=Server=127.0.0.1,1;Connect Timeout=1;ConnectRetryCount=0;TrustServerCertificate=True");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.StartWith("The database does not answer: ").And.EndWith("Check ConnectionStrings:TradeDesk.").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_port_that_is_taken_is_named()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}";
        using var database = new TestDatabase();
        var (code, _, errors) = await TradeDeskProcess.RunAsync(folder, ["--urls", address, .. database.Settings]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(address).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Without_settings_the_database_is_made_in_the_working_folder()
    {
        var own = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))).FullName;
        var (code, _, errors) = await TradeDeskProcess.RunAsync(own, "migrate");
        Assert.That(code, Is.Zero, errors);
        Assert.That(File.Exists(Path.Combine(own, "data", "tradedesk.db")));
        Directory.Delete(own, recursive: true);
    }
}
