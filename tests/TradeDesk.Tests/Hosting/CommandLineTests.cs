using TradeDesk.Data;

namespace TradeDesk.Tests.Hosting;

public sealed class CommandLineTests
{
    private TestDatabase database = null!;

    [OneTimeSetUp]
    public void Make() => database = new TestDatabase();

    [OneTimeTearDown]
    public void Remove() => database.Dispose();

    [TestCase("", "serve", "demo", "migrate", "import", "export", "keys", "--urls", "Database:Provider", "Access:BootstrapKey")]
    [TestCase("serve", "Run the service")]
    [TestCase("demo", "demonstration")]
    [TestCase("migrate", "schema")]
    [TestCase("import", "FILE", "--map", "--source", "--partner", "--errors")]
    [TestCase("export", "FILE", "NDJSON")]
    [TestCase("keys", "create", "list", "revoke")]
    [TestCase("keys create", "--partner", "--role", "--label", "--countries", "--cleared", "reader, partner, officer, admin")]
    [TestCase("keys list", "secrets")]
    [TestCase("keys revoke", "ID")]
    public async Task Help_says_what_a_command_takes(string command, params string[] words)
    {
        var (code, output, errors) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.That((code, errors), Is.EqualTo((0, "")));
        foreach (var word in words)
            Assert.That(output, Does.Contain(word));
    }

    [TestCase("frobnicate", "frobnicate")]
    [TestCase("serve --colour red", "--colour")]
    [TestCase("migrate now", "now")]
    [TestCase("import", "import")]
    [TestCase("keys", "command")]
    [TestCase("keys create --role reader", "--partner")]
    [TestCase("keys create --partner p", "--role")]
    [TestCase("keys revoke", "revoke")]
    public async Task Wrong_use_exits_with_2_and_says_what_is_wrong(string command, string named)
    {
        var (code, output, errors) = await RunAsync(command.Split(' '));
        Assert.That(code, Is.EqualTo(2), errors);
        Assert.That(errors, Does.Contain(named).And.Contain("--help"));
        Assert.That(output, Does.Not.Contain("   at "));
    }

    [TestCase("--role is 'boss'; give one of reader, partner, officer, admin.", "--partner", "p", "--role", "boss")]
    [TestCase("--countries names 'Poland'; give ISO 3166-1 alpha-2 codes such as PL.", "--partner", "p", "--role", "reader", "--countries", "DE", "Poland")]
    [TestCase("--partner must have 1 to 60 characters.", "--partner", " ", "--role", "reader")]
    public async Task A_key_that_cannot_be_is_not_made(string sentence, params string[] options)
    {
        var (code, output, errors) = await RunAsync(["keys", "create", .. options, .. database.Settings]);
        Assert.That((code, output, errors), Is.EqualTo((1, "", sentence)));
    }

    [Test]
    public async Task Migrate_says_what_it_did()
    {
        using var fresh = new TestDatabase();
        var first = await RunAsync(["migrate", .. fresh.Settings]);
        var second = await RunAsync(["migrate", .. fresh.Settings]);
        Assert.That((first.Code, first.Output), Is.EqualTo((0, $"{Migrations.For(fresh.Dialect).Count} migrations applied.")));
        Assert.That((second.Code, second.Output), Is.EqualTo((0, "The schema is up to date.")));
    }

    [Test]
    public async Task Keys_are_made_used_listed_and_revoked_while_the_service_runs()
    {
        var (service, admin) = await TradeDeskProcess.ServeAsync(database);
        using (service)
        using (admin)
        {
            var made = await RunAsync(["keys", "create", "--partner", "chamber-of-gdansk", "--role", "partner", "--countries", "PL", "DE", "--label", "a portal", .. database.Settings]);
            Assert.That(made.Code, Is.Zero, made.Errors);
            var id = made.Output.Split('_')[1];
            using var client = new HttpClient { BaseAddress = admin.BaseAddress };
            client.DefaultRequestHeaders.Add("X-Api-Key", made.Output);
            var saved = await client.SaveAsync(Samples.Small("gdansk"));

            var listed = await RunAsync(["keys", "list", .. database.Settings]);
            Assert.That(listed.Output, Does.Match($"{id} +chamber-of-gdansk +partner +PL,DE +no +\\d{{4}}-\\d\\d-\\d\\d +- +a portal"));
            Assert.That(listed.Output, Does.Not.Contain(made.Output.Split('_', 3)[2]), "the secret is shown once");

            var revoked = await RunAsync(["keys", "revoke", id, .. database.Settings]);
            Assert.That((revoked.Code, revoked.Output), Is.EqualTo((0, $"Key {id} is revoked.")));
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while ((await client.GetAsync(saved.Path(), limit.Token)).IsSuccessStatusCode)
                await Task.Delay(20, limit.Token);
            using var refused = await client.GetAsync(saved.Path());
            await refused.ProblemAsync(401, "unauthenticated");
            var again = await RunAsync(["keys", "revoke", id, .. database.Settings]);
            Assert.That((again.Code, again.Errors), Is.EqualTo((1, $"There is no valid key '{id}'; see keys list.")));
        }
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments) => TradeDeskProcess.RunAsync(database.Folder, arguments);
}
