using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary>A file that is loaded over HTTP.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ImportTests(string provider) : DeskTests(provider)
{
    [Test]
    public async Task Good_records_are_loaded_and_wrong_ones_set_aside_with_line_pointer_and_row()
    {
        var source = New("s");
        var import = await Admin.OverAsync(await Admin.ImportAsync($"source={source}", $$"""
            {"externalId": "1", "legalName": "One", "country": "PL"}

            {"externalId": "2", "legalName": "Two", "country": "XX"}
            {"externalId": "3", "legalName": "Three", "country": "IN", "surprise": 1}
            {"externalId": "4", "legalName": "Four", "country": "IN", "source": "{{source}}"}
            {"externalId": "5", "legalName": "Five", "country": "IN", "source": "elsewhere"}
            {"externalId": "1", "legalName": "One again", "country": "PL"}
            not json
            """).TakenAsync());
        var refused = await Admin.RefusedAsync(import);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(import.Status(), Is.EqualTo("succeeded"));
            Assert.That(import.Counts(), Is.EqualTo((2, 0, 0, 5, 0)));
            Assert.That(((long)import["read"]!, (long)import["line"]!, (string?)import["source"], (string?)import["mode"]), Is.EqualTo((7, 8, source, "merge")));
            Assert.That(refused.Select(r => $"{r["line"]} {r["errors"]![0]!["pointer"]} {r["errors"]![0]!["code"]}"), Is.EqualTo(new[]
            {
                "3 /country unknown-country", "4 /surprise unknown-member", "6 /source another-source", "7 /externalId duplicate", "8  not-json",
            }));
            Assert.That((string?)refused[0]["row"]!["legalName"], Is.EqualTo("Two"));
            Assert.That((string?)refused[4]["row"], Is.EqualTo("not json"));
            Assert.That((long?)import["reasons"]!["duplicate"], Is.EqualTo(1));
            Assert.That(await Admin.HeldAsync(source), Is.EqualTo(new[] { "1", "4" }));
        }
    }

    [Test]
    public async Task The_same_file_again_changes_nothing_and_another_state_of_it_only_what_differs()
    {
        var register = New("s");
        var first = await Admin.ImportedAsync($"source={register}", Some(register, 1, 600));
        var second = await Admin.ImportedAsync($"source={register}", Some(register, 1, 600));
        var third = await Admin.ImportedAsync($"source={register}", [.. Some(register, 1, 599), Samples.Small(register, "600", name: "Renamed")]);
        Assert.That((first.Counts(), second.Counts(), third.Counts()), Is.EqualTo(((600L, 0L, 0L, 0L, 0L), (0L, 0L, 600L, 0L, 0L), (0L, 1L, 599L, 0L, 0L))));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    public async Task A_packed_file_is_unpacked(string packing)
    {
        var register = New("s");
        var plain = Encoding.UTF8.GetBytes(ImportCalls.Ndjson(Some(register, 1, 3)));
        var import = await Admin.OverAsync(await Admin.ImportAsync($"source={register}", ImportCalls.Lines(packing == "gzip" ? ImportCalls.Gzip(plain) : ImportCalls.Brotli(plain), packing)).TakenAsync());
        Assert.That((import.Counts().Created, (long)import["bytes"]!), Is.EqualTo((3L, (long)plain.Length)));
    }

    [Test]
    public async Task A_file_is_larger_than_any_other_body_may_be()
    {
        var register = New("s");
        var import = await Admin.ImportedAsync($"source={register}", Some(register, 1, 700).Select(d => d.With("summary", $"\"{new string('x', 4000)}\"")));
        Assert.That((long)import["bytes"]!, Is.GreaterThan(2 * 1024 * 1024));
        Assert.That(import.Counts().Created, Is.EqualTo(700));
    }

    [Test]
    public async Task A_dry_run_counts_and_writes_nothing()
    {
        var register = New("s");
        await Admin.ImportedAsync($"source={register}", Some(register, 1, 10));
        var before = await LastSequenceAsync();
        var trial = await Admin.ImportedAsync($"source={register}&mode=replace-source&dryRun=true", [Samples.Small(register, "1"), Samples.Small(register, "2", name: "Renamed"), .. Some(register, 4, 11), Samples.Small(register, "12", country: "XX")]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((trial.Status(), (bool)trial["dryRun"]!, trial.Counts()), Is.EqualTo(("succeeded", true, (1L, 1L, 8L, 1L, 1L))));
            Assert.That(await Admin.RefusedAsync(trial), Has.Count.EqualTo(1));
            Assert.That(await Admin.HeldAsync(register), Has.Count.EqualTo(10));
            Assert.That(await LastSequenceAsync(), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task Words_suggest_sectors_where_the_import_asks_for_it()
    {
        var register = New("s");
        await Admin.ImportedAsync($"source={register}&suggest=true", Samples.Small(register).With("summary", "\"Maker of ghee and butter\""));
        var stored = await Admin.GetJsonAsync($"/v1/sources/{register}/enterprises/1");
        Assert.That(stored["suggestedSectors"]!.AsArray(), Is.Not.Empty);
    }

    [Test]
    public async Task Imports_are_listed_the_newest_first_for_their_own_partner_only()
    {
        using var one = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        using var other = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        var register = New("s");
        var imports = new List<string>();
        for (var i = 0; i < 3; i++)
            imports.Add((await one.ImportedAsync($"source={register}", Samples.Small(register))).Id());
        var page = await one.GetJsonAsync("/v1/imports?limit=2");
        var rest = await one.GetJsonAsync($"/v1/imports?limit=2&cursor={page["nextCursor"]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Ids().Concat(rest.Ids()), Is.EqualTo(imports.AsEnumerable().Reverse()));
            Assert.That(rest["nextCursor"], Is.Null);
            Assert.That((await other.GetJsonAsync("/v1/imports")).Items(), Is.Empty);
            Assert.That((await Admin.GetJsonAsync("/v1/imports?limit=200")).Ids(), Is.SupersetOf(imports));
        }

        foreach (var address in (string[])[$"/v1/imports/{imports[0]}", $"/v1/imports/{imports[0]}/errors"])
            using (var hidden = await other.GetAsync(address))
                await hidden.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task A_partner_loads_its_own_sources_and_countries_only()
    {
        using var limited = await Desk.ClientAsync(DeskRole.Partner, New("p"), ["PL"]);
        var source = New("s");
        await Admin.ImportedAsync($"source={source}", Samples.Small(source, "theirs"));
        using (var taken = await limited.ImportAsync($"source={source}", "{}"))
            await taken.ProblemAsync(403, "forbidden");
        var register = New("s");
        var import = await limited.ImportedAsync($"source={register}", Samples.Small(register, "1"), Samples.Small(register, "2", country: "AE"));
        Assert.That(import.Counts(), Is.EqualTo((1, 0, 0, 1, 0)));
    }

    [Test]
    public async Task A_reader_loads_nothing()
    {
        using var reader = await Desk.ClientAsync(DeskRole.Reader, New("p"));
        using var response = await reader.ImportAsync("source=any", "{}");
        await response.ProblemAsync(403, "forbidden");
    }

    [Test]
    public async Task With_an_idempotency_key_a_file_is_loaded_once()
    {
        var (register, key) = (New("s"), New("k"));
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 2; i++)
            answers.Add(await SendAsync(key, register, Encoding.UTF8.GetBytes(ImportCalls.Ndjson(Some(register, 1, 5)))));

        var ids = await Task.WhenAll(answers.Select(async a => (await a.JsonAsync()).Id()));
        Assert.That(ids[1], Is.EqualTo(ids[0]));
        Assert.That(answers[1].Headers.Contains("Idempotency-Replayed"));
        answers.ForEach(a => a.Dispose());
    }

    [Test]
    public async Task An_import_that_is_found_again_under_its_key_has_its_answer_kept_from_then_on()
    {
        var (register, key) = (New("s"), New("k"));
        var file = Encoding.UTF8.GetBytes(ImportCalls.Ndjson(Some(register, 1, 2000)));
        Assert.That(file, Has.Length.GreaterThan(100_000));
        using var first = await SendAsync(key, register, file);
        await Desk.Services.GetRequiredService<Database>().WriteAsync(w => w.ExecuteAsync("UPDATE idempotent_request SET status = NULL, body = NULL, lease_until = 0 WHERE idempotency_key = @key", new { key }), default);
        using var found = await SendAsync(key, register, file);
        using var again = await SendAsync(key, register, file);
        using var other = await SendAsync(key, register, "{}"u8.ToArray());
        Assert.That(((await first.JsonAsync()).Id(), again.Headers.Contains("Idempotency-Replayed")), Is.EqualTo(((await found.JsonAsync()).Id(), true)));
        await other.ProblemAsync(422, "key-reused");
    }

    [Test]
    public async Task An_import_whose_key_was_revoked_meanwhile_is_not_done()
    {
        var register = New("s");
        using var client = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        // Behind another import of its source, which someone else works on, it cannot have begun when the key is revoked.
        var first = await client.ImportAsync($"source={register}", ImportCalls.Ndjson(Some(register, 1, 2))).TakenAsync();
        var ahead = (await Admin.OverAsync(first)).Id();
        await SetAsync("status = 'running', owner = 'another', lease_until = 9000000000000000", ahead);
        var second = await client.ImportAsync($"source={register}", ImportCalls.Ndjson(Some(register, 3, 4))).TakenAsync();
        await Desk.Services.GetRequiredService<KeyStore>().RevokeAsync(KeyStore.Parse(client.DefaultRequestHeaders.GetValues("X-Api-Key").Single())!.Value.Id, default);
        await SetAsync("status = 'succeeded', owner = NULL, lease_until = 0", ahead);
        var import = await Admin.OverAsync(second);
        Assert.That((import.Status(), import.Counts().Created), Is.EqualTo(("failed", 0L)));
        Assert.That((string?)import["failure"], Does.Contain("has been revoked"));
    }

    private async Task<HttpResponseMessage> SendAsync(string key, string register, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/imports?source={register}") { Content = ImportCalls.Lines(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await Admin.SendAsync(request);
    }

    private Task SetAsync(string what, string id) =>
        Desk.Services.GetRequiredService<Database>().WriteAsync(w => w.ExecuteAsync($"UPDATE import_job SET {what} WHERE id = @id", new { id }), default);

    private async Task<long> LastSequenceAsync()
    {
        using var response = await Admin.GetAsync("/v1/export?after=zzz");
        return long.Parse(response.Headers.GetValues("TradeDesk-Sequence").Single(), null);
    }

    private static IEnumerable<JsonObject> Some(string register, int from, int to) => Enumerable.Range(from, to - from + 1).Select(i => Samples.Small(register, $"{i}"));
}
