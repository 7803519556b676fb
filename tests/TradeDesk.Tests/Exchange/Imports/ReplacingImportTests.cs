using TradeDesk.Access;
using TradeDesk.Tests.Duplicates;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary><c>mode=replace-source</c>: what the register no longer holds becomes a tombstone, and a poor file deletes nothing.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class ReplacingImportTests(string provider) : DeskTests(provider)
{
    [Test]
    public async Task What_the_source_no_longer_holds_becomes_a_tombstone()
    {
        var (register, other) = (New("s"), New("s"));
        await Admin.ImportedAsync($"source={register}", Records(register, 1, 20));
        await Admin.ImportedAsync($"source={other}", Records(other, 1, 3));
        var start = await Admin.NowAsync();
        var import = await Admin.ImportedAsync($"source={register}&mode=replace-source", Records(register, 3, 21));
        var changes = (await Admin.GetJsonAsync($"/v1/changes?after={start}&source={register}")).Items();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((import.Status(), import.Counts()), Is.EqualTo(("succeeded", (1L, 0L, 18L, 0L, 2L))));
            Assert.That(changes.Where(c => (string?)c["op"] == "delete").Select(c => (string?)c["externalId"]), Is.EquivalentTo(new[] { "01", "02" }));
            Assert.That(await Admin.HeldAsync(register), Is.EqualTo(Enumerable.Range(3, 19).Select(i => $"{i:00}")));
            Assert.That(await Admin.HeldAsync(other), Has.Count.EqualTo(3));
        }
    }

    [Test]
    public async Task A_truncated_file_cannot_empty_a_register()
    {
        var register = New("s");
        await Admin.ImportedAsync($"source={register}", Records(register, 1, 20));
        var truncated = await Admin.ImportedAsync($"source={register}&mode=replace-source", Records(register, 1, 17));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((truncated.Status(), truncated.Counts()), Is.EqualTo(("failed", (0L, 0L, 0L, 0L, 0L))));
            Assert.That((string?)truncated["failure"], Does.Contain("20 records and the file lacks 3 of them").And.Contain("removeAtMost=0.15"));
            Assert.That(await Admin.HeldAsync(register), Has.Count.EqualTo(20));
        }

        var trial = await Admin.ImportedAsync($"source={register}&mode=replace-source&dryRun=true", Records(register, 1, 17));
        Assert.That((trial.Status(), (string?)trial["failure"]), Is.EqualTo(("failed", $"{(string?)truncated["failure"]} This was a dry run: nothing was written.")));
        var meant = await Admin.ImportedAsync($"source={register}&mode=replace-source&removeAtMost=0.15", Records(register, 1, 17));
        Assert.That((meant.Status(), meant.Counts().Removed), Is.EqualTo(("succeeded", 3L)));
    }

    [Test]
    public async Task A_record_that_is_refused_is_still_held_by_its_source()
    {
        var register = New("s");
        await Admin.ImportedAsync($"source={register}", Records(register, 1, 4));
        var import = await Admin.OverAsync(await Admin.ImportAsync($"source={register}&mode=replace-source&removeAtMost=0.5", $$"""
            {"externalId": "01", "legalName": "One", "country": "XX"}
            {"externalId": "02", "legalName": "Two", "country": "PL", "surprise": 1}
            {"externalId": "03", "legalName": 3, "country": "PL"}
            """).TakenAsync());
        Assert.That((import.Status(), import.Counts()), Is.EqualTo(("succeeded", (0L, 0L, 0L, 3L, 1L))));
        Assert.That(await Admin.HeldAsync(register), Is.EqualTo(new[] { "01", "02", "03" }));
    }

    [Test]
    public async Task While_a_row_does_not_say_which_record_it_is_nothing_is_deleted()
    {
        var register = New("s");
        await Admin.ImportedAsync($"source={register}", Records(register, 1, 20));
        var import = await Admin.OverAsync(await Admin.ImportAsync($"source={register}&mode=replace-source", ImportCalls.Ndjson(Records(register, 1, 19)) + "\n{\"externalId\": \"2").TakenAsync());
        Assert.That((import.Status(), import.Counts()), Is.EqualTo(("failed", (0L, 0L, 0L, 0L, 0L))));
        Assert.That((string?)import["failure"], Does.StartWith("The row at line 20 does not say which record it is"));
        Assert.That(await Admin.HeldAsync(register), Has.Count.EqualTo(20));
        var trial = await Admin.OverAsync(await Admin.ImportAsync($"source={register}&mode=replace-source&dryRun=true", "{\"externalId\": \"2").TakenAsync());
        Assert.That((string?)trial["failure"], Does.StartWith("The row at line 1 does not say"));
    }

    [Test]
    public async Task A_wrong_file_that_is_sent_again_and_again_changes_nothing()
    {
        var register = New("s");
        await Admin.ImportedAsync($"source={register}", Records(register, 1, 3));
        for (var turn = 0; turn < 2; turn++)
        {
            var wrong = await Admin.ImportedAsync($"source={register}&mode=replace-source", Records(register, 10, 99));
            Assert.That((wrong.Status(), wrong.Counts()), Is.EqualTo(("failed", (0L, 0L, 0L, 0L, 0L))));
        }

        Assert.That(await Admin.HeldAsync(register), Is.EqualTo(new[] { "01", "02", "03" }));
    }

    [Test]
    public async Task The_share_is_one_of_the_records_that_the_key_may_delete()
    {
        var partner = New("p");
        var whole = await Desk.ClientAsync(DeskRole.Partner, partner);
        var limited = await Desk.ClientAsync(DeskRole.Partner, partner, countries: ["PL"]);
        var own = New("s");
        await whole.ImportedAsync($"source={own}", Records(own, 1, 40).Select((r, i) => i < 4 ? r : r.With("country", "\"DE\"")));
        var truncated = await limited.ImportedAsync($"source={own}&mode=replace-source", Records(own, 1, 1));
        Assert.That((string?)truncated["failure"], Does.Contain("has 4 records and the file lacks 3 of them"));
        Assert.That(await whole.HeldAsync(own), Has.Count.EqualTo(40));
    }

    [Test]
    public async Task A_record_that_was_written_after_the_file_came_stays()
    {
        var register = New("s");
        await Admin.ImportedAsync($"source={register}", Records(register, 1, 10));
        // Behind another import of the source it cannot have begun when the record is written.
        var first = await Admin.ImportAsync($"source={register}", ImportCalls.Ndjson(Records(register, 1, 10))).TakenAsync();
        var second = await Admin.ImportAsync($"source={register}&mode=replace-source", ImportCalls.Ndjson(Records(register, 1, 10))).TakenAsync();
        await Admin.SaveAsync(Samples.Small(register, "99"));
        await Admin.OverAsync(first);
        var import = await Admin.OverAsync(second);
        Assert.That((import.Status(), import.Counts().Removed), Is.EqualTo(("succeeded", 0L)));
        Assert.That(await Admin.HeldAsync(register), Has.Count.EqualTo(11));
    }

    [Test]
    public async Task A_merged_record_goes_with_the_one_that_stands_for_it()
    {
        var register = New("s");
        var all = Enumerable.Range(1, 250).Select(i => Samples.Small(register, $"{i:000}")).ToList();
        await Admin.ImportedAsync($"source={register}", all);
        var kept = await Admin.GetJsonAsync($"/v1/sources/{register}/enterprises/001");
        // The service reads a source 200 records at a time; this one is not read with the other.
        var other = await Admin.GetJsonAsync($"/v1/sources/{register}/enterprises/250");
        await Admin.MergeAsync(kept, other);
        var import = await Admin.ImportedAsync($"source={register}&mode=replace-source", all[1..^1]);
        Assert.That((import.Status(), import.Counts()), Is.EqualTo(("succeeded", (0L, 0L, 248L, 0L, 2L))));
        Assert.That(await Admin.HeldAsync(register), Has.Count.EqualTo(248));
    }

    [Test]
    public async Task One_step_may_end_a_merge_and_change_the_record_that_was_merged()
    {
        var register = New("s");
        await Admin.ImportedAsync($"source={register}", Records(register, 1, 2));
        await Admin.MergeAsync(await Admin.GetJsonAsync($"/v1/sources/{register}/enterprises/01"), await Admin.GetJsonAsync($"/v1/sources/{register}/enterprises/02"));
        var import = await Admin.ImportedAsync($"source={register}", [Samples.Small(register, "01").With("status", "\"inactive\""), Samples.Small(register, "02").With("city", "\"Gdynia\"")]);
        Assert.That((import.Status(), import.Counts().Updated), Is.EqualTo(("succeeded", 2L)));
        var other = await Admin.GetJsonAsync($"/v1/sources/{register}/enterprises/02");
        Assert.That(((string?)other["city"], other["mergedInto"]), Is.EqualTo(("Gdynia", (System.Text.Json.Nodes.JsonNode?)null)));
    }

    [TestCase("removeAtMost=0.1", "?removeAtMost not-here")]
    [TestCase("mode=replace-source&removeAtMost=1.5", "?removeAtMost out-of-range")]
    [TestCase("mode=wipe", "?mode unknown-word")]
    public async Task A_wrong_parameter_is_named(string query, string fault)
    {
        using var response = await Admin.ImportAsync($"source={New("s")}&{query}", "{}");
        var error = (await response.ProblemAsync(400, "parameter"))["errors"]![0]!;
        Assert.That($"{error["pointer"]} {error["code"]}", Is.EqualTo(fault));
    }

    private static IEnumerable<System.Text.Json.Nodes.JsonObject> Records(string register, int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(i => Samples.Small(register, $"{i:00}"));
}
