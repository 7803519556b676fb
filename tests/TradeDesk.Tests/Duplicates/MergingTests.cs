using System.Text.Json.Nodes;
using TradeDesk.Access;
using TradeDesk.Tests.Exchange;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Duplicates;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class MergingTests(string provider) : DeskTests(provider)
{
    private const string Controlled = """{"sectors": ["ammunition"]}""";

    [Test]
    public async Task A_merged_pair_matches_once_and_an_undo_brings_the_other_back()
    {
        var dairy = await Admin.SaveAsync(Samples.IndianDairy(New("x")));
        var (kept, other) = await PairAsync(Samples.GulfDistributor);
        Assert.That(await PeersAsync(dairy), Does.Contain(kept.Id()).And.Contain(other.Id()));
        var merged = await Admin.MergeAsync(kept, other);
        Assert.That(await PeersAsync(dairy), Does.Contain(kept.Id()).And.Not.Contain(other.Id()));
        using var undone = await Admin.UndoAsync(merged);
        Assert.That(undone.Code(), Is.EqualTo(200));
        Assert.That((string?)(await undone.JsonAsync())["status"], Is.EqualTo("open"));
        Assert.That(await PeersAsync(dairy), Does.Contain(kept.Id()).And.Contain(other.Id()));
    }

    [Test]
    public async Task The_old_id_forwards_and_its_source_still_keeps_its_own_record()
    {
        var (kept, other) = await PairAsync();
        var before = await Admin.GetJsonAsync(other.Path());
        var merged = await Admin.MergeAsync(kept, other);
        Assert.That((string?)merged["decision"]!["keep"], Is.EqualTo(kept.Id()));

        using var direct = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Desk.Address };
        direct.DefaultRequestHeaders.Add("X-Api-Key", Desk.BootstrapKey);
        using var forward = await direct.GetAsync(other.Path());
        Assert.That(forward.Code(), Is.EqualTo(307), "temporary, for it can be undone");
        Assert.That(forward.Headers.Location?.OriginalString, Is.EqualTo(kept.Path()));
        Assert.That((await Admin.GetJsonAsync(other.Path())).Id(), Is.EqualTo(kept.Id()), "whoever follows reads the kept one");
        var peer = await Admin.SaveAsync(Samples.IndianDairy(New("x")));
        foreach (var (from, to) in ((string, string)[])[("/matches?limit=5", "/matches?limit=5"), ($"/matches/{peer.Id()}", $"/matches/{peer.Id()}")])
        {
            using var below = await direct.GetAsync(other.Path() + from);
            Assert.That((below.Code(), below.Headers.Location?.OriginalString), Is.EqualTo((307, kept.Path() + to)));
        }

        using var asPeer = await direct.GetAsync($"{peer.Path()}/matches/{other.Id()}?on=2030-01-01");
        Assert.That((asPeer.Code(), asPeer.Headers.Location?.OriginalString), Is.EqualTo((307, $"{peer.Path()}/matches/{kept.Id()}?on=2030-01-01")));

        var own = Address(other);
        Assert.That((string?)(await Admin.GetJsonAsync(own))["mergedInto"], Is.EqualTo(kept.Id()));
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?source={other["source"]}")).Ids(), Does.Contain(other.Id()), "in its own source's list");
        Assert.That((await Admin.GetJsonAsync($"/v1/enterprises?q={Word(kept)}")).Ids(), Is.EqualTo([kept.Id()]), "not in the desk's");

        var again = await Admin.SaveAsync(Samples.Small((string)other["source"]!, (string)other["externalId"]!, "PL", (string)other["legalName"]!).With("city", "\"Gdynia\""));
        Assert.That(again.Id(), Is.EqualTo(other.Id()));
        Assert.That((string?)again["mergedInto"], Is.EqualTo(kept.Id()), "a new version of the source does not undo the merge");

        using var undone = await Admin.UndoAsync(await Admin.PairAsync(kept, other));
        var after = await Admin.GetJsonAsync(other.Path());
        Assert.That((string?)after["city"], Is.EqualTo("Gdynia"), "and is not lost by the undo");
        foreach (var changed in (string[])["version", "updatedAt", "city", "mergedInto"])
        {
            before.AsObject().Remove(changed);
            after.AsObject().Remove(changed);
        }

        Assert.That(after.ToJsonString(), Is.EqualTo(before.ToJsonString()));
    }

    [Test]
    public async Task The_change_feed_tells_where_a_record_went_and_that_it_is_back()
    {
        var (kept, other) = await PairAsync();
        await Admin.MergeAsync(kept, other);
        Assert.That(await LastAsync(other), Is.EqualTo(("upsert", kept.Id())));
        using var undone = await Admin.UndoAsync(await Admin.PairAsync(kept, other));
        Assert.That(await LastAsync(other), Is.EqualTo(("upsert", (string?)null)));
        Assert.That(await DecisionsAsync("0", kept, other), Is.EqualTo([("upsert", 1L), ("delete", 2L)]));
    }

    [Test]
    public async Task Different_is_not_proposed_again_until_it_is_taken_back()
    {
        var (one, two) = await PairAsync();
        var source = (string)one["source"]!;
        using var decided = await Admin.DecideAsync(await Admin.PairAsync(one, two), """{"decision": "different", "note": "Two brothers, two firms."}""");
        var pair = await decided.JsonAsync();
        Assert.That(decided.Headers.ETag?.Tag, Is.EqualTo(pair.Tag()));
        Assert.That((string?)pair["decision"]!["note"], Is.EqualTo("Two brothers, two firms."));
        await Admin.ChangeAsync(one, """{"city": "Lublin"}""");
        Assert.That(await Admin.DuplicatesAsync(source), Is.Empty, "also after the record has changed");
        Assert.That((await Admin.DuplicatesAsync(source, "&status=different")).Single().Id(), Is.EqualTo(pair.Id()));
        using var undone = await Admin.UndoAsync(await Admin.PairAsync(one, two));
        Assert.That((await Admin.DuplicatesAsync(source)).Single().Id(), Is.EqualTo(pair.Id()));
    }

    [Test]
    public async Task A_chain_forwards_to_its_end_and_is_undone_in_any_order()
    {
        var (a, b) = await PairAsync();
        var c = await Admin.SaveAsync(Samples.Small(New("s"), "3", "PL", (string)a["legalName"]!));
        await Admin.MergeAsync(b, a);
        await Admin.MergeAsync(c, b);
        Assert.That((await Admin.GetJsonAsync(a.Path())).Id(), Is.EqualTo(c.Id()));
        using var circle = await Admin.DecideAsync(await Admin.PairAsync(a, c), DuplicateCalls.Same(a));
        Assert.That((string?)(await circle.ProblemAsync(409, "conflict"))["detail"], Does.Contain(b.Id()), "it names the record to decide about");
        using var undone = await Admin.UndoAsync(await Admin.PairAsync(a, b));
        Assert.That((await Admin.GetJsonAsync(a.Path())).Id(), Is.EqualTo(a.Id()));
        Assert.That((await Admin.GetJsonAsync(b.Path())).Id(), Is.EqualTo(c.Id()), "the other merge stays");
    }

    [Test]
    public async Task When_the_kept_record_is_deleted_the_other_stands_for_itself_again()
    {
        var (kept, other) = await PairAsync();
        await Admin.MergeAsync(kept, other);
        using var deleted = await Admin.DeleteAsync(Address(kept), null);
        Assert.That(deleted.Code(), Is.EqualTo(204));
        var back = await Admin.GetJsonAsync(other.Path());
        Assert.That(back.Id(), Is.EqualTo(other.Id()));
        Assert.That(back["mergedInto"], Is.Null);
        Assert.That(await Admin.DuplicatesAsync((string)other["source"]!, "&status=same"), Is.Empty);
        Assert.That(await DecisionsAsync("0", kept, other), Is.EqualTo([("upsert", 1L), ("delete", 2L)]));
    }

    [Test]
    public async Task The_same_decision_sent_again_is_answered_as_before()
    {
        var (kept, other) = await PairAsync();
        var read = await Admin.PairAsync(kept, other);
        using var first = await Admin.DecideAsync(read, DuplicateCalls.Same(kept));
        using var again = await Admin.DecideAsync(read, DuplicateCalls.Same(kept));
        Assert.That((again.Code(), (await again.JsonAsync()).ToJsonString()), Is.EqualTo((200, (await first.JsonAsync()).ToJsonString())));
        using var contrary = await Admin.DecideAsync(read, DuplicateCalls.Same(other));
        await contrary.ProblemAsync(412, "stale");
        Assert.That(await DecisionsAsync("0", kept, other), Is.EqualTo([("upsert", 1L)]));
    }

    [Test]
    public async Task A_decision_about_what_has_changed_since_is_refused()
    {
        var (kept, other) = await PairAsync();
        var read = await Admin.PairAsync(kept, other);
        await Admin.ChangeAsync(other, """{"city": "Lublin"}""");
        using var stale = await Admin.DecideAsync(read, DuplicateCalls.Same(kept));
        await stale.ProblemAsync(412, "stale");
        using var missing = await Admin.SendJsonAsync(HttpMethod.Post, $"/v1/duplicates/{read.Id()}/decision", DuplicateCalls.Same(kept));
        await missing.ProblemAsync(428, "if-match-required");
        using var nothing = await Admin.UndoAsync(await Admin.PairAsync(kept, other));
        await nothing.ProblemAsync(409, "conflict");
        Assert.That((await Admin.GetJsonAsync(other.Path())).Id(), Is.EqualTo(other.Id()));
    }

    [Test]
    public async Task Of_two_decisions_at_once_one_is_taken()
    {
        for (var round = 0; round < 8; round++)
        {
            var (a, b) = await PairAsync();
            var read = await Admin.PairAsync(a, b);
            var answers = await Task.WhenAll(Admin.DecideAsync(read, DuplicateCalls.Same(a)), Admin.DecideAsync(read, DuplicateCalls.Same(b)));
            Assert.That(answers.Select(r => r.Code()).Order(), Is.EqualTo([200, 412]));
            Assert.That(new[] { await Admin.GetJsonAsync(Address(a)), await Admin.GetJsonAsync(Address(b)) }.Count(r => r["mergedInto"] is not null), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Partners_decide_about_their_own_records_only()
    {
        var name = New("Firm");
        using var mine = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        using var theirs = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        using var reader = await Desk.ClientAsync(DeskRole.Officer, New("p"));
        var source = New("s");
        var (a, b) = (await mine.SaveAsync(Samples.Small(source, "1", "PL", name)), await mine.SaveAsync(Samples.Small(source, "2", "PL", name)));
        var c = await theirs.SaveAsync(Samples.Small(New("s"), "1", "PL", name));
        using var across = await mine.DecideAsync(await mine.PairAsync(a, c), DuplicateCalls.Same(a));
        await across.ProblemAsync(403, "forbidden");
        using var reading = await reader.DecideAsync(await reader.PairAsync(a, b), DuplicateCalls.Same(a));
        await reading.ProblemAsync(403, "forbidden");
        using var own = await mine.DecideAsync(await mine.PairAsync(a, b), DuplicateCalls.Same(a));
        Assert.That(own.Code(), Is.EqualTo(200));
        Assert.That((string?)(await own.JsonAsync())["decision"]!["by"], Is.EqualTo((await mine.PairAsync(a, b))["decision"]!["by"]!.ToString()).And.Not.Empty);
    }

    [TestCase("""{"decision": "same"}""", 422, "invalid", "/keep")]
    [TestCase("""{"decision": "same", "keep": "ent_1"}""", 422, "invalid", "/keep")]
    [TestCase("""{"decision": "different", "keep": "ent_1"}""", 422, "invalid", "/keep")]
    [TestCase("""{"decision": "perhaps"}""", 400, "malformed", "/decision")]
    [TestCase("""{"decision": "different", "why": "x"}""", 400, "malformed", "/why")]
    public async Task A_wrong_decision_is_refused(string body, int status, string slug, string pointer)
    {
        var (a, b) = await PairAsync();
        using var response = await Admin.DecideAsync(await Admin.PairAsync(a, b), body);
        Assert.That((await response.ProblemAsync(status, slug)).Pointers(), Does.Contain(pointer));
    }

    [Test]
    public async Task A_firm_does_not_vanish_behind_a_draft()
    {
        var (shown, draft) = await PairAsync();
        await Admin.ChangeAsync(draft, """{"status": "draft"}""");
        using var response = await Admin.DecideAsync(await Admin.PairAsync(shown, draft), DuplicateCalls.Same(draft));
        await response.ProblemAsync(409, "conflict");
        Assert.That((await Admin.GetJsonAsync(shown.Path())).Id(), Is.EqualTo(shown.Id()));
    }

    [Test]
    public async Task A_firm_does_not_vanish_behind_export_control()
    {
        var (shown, controlled) = await PairAsync();
        await Admin.ChangeAsync(controlled, Controlled);
        using var response = await Admin.DecideAsync(await Admin.PairAsync(shown, controlled), DuplicateCalls.Same(controlled));
        await response.ProblemAsync(409, "conflict");
        using var other = await Admin.DecideAsync(await Admin.PairAsync(shown, controlled), DuplicateCalls.Same(shown));
        Assert.That(other.Code(), Is.EqualTo(200));
    }

    [TestCase("kept", """{"status": "inactive"}""")]
    [TestCase("kept", """{"status": "draft"}""")]
    [TestCase("kept", Controlled)]
    [TestCase("other", """{"status": "active"}""")]
    public async Task A_merge_ends_when_the_firm_would_vanish_by_it(string changed, string patch)
    {
        var (kept, other) = await PairAsync();
        if (changed == "other")
        {
            await Admin.ChangeAsync(kept, """{"status": "inactive"}""");
            await Admin.ChangeAsync(other, """{"status": "inactive"}""");
        }

        await Admin.MergeAsync(kept, other);
        var start = await Admin.NowAsync();
        var written = await Admin.SaveAsync(Samples.Small((string)kept["source"]!, "1", "PL", (string)kept["legalName"]!).With("status", changed == "kept" ? "\"active\"" : "\"inactive\"").With("city", "\"Gdynia\""));
        Assert.That((string?)(await Admin.GetJsonAsync(Address(other)))["mergedInto"], Is.EqualTo(kept.Id()), "another change leaves it");
        var before = await Admin.GetJsonAsync(Address(changed == "kept" ? written : other));
        using var answer = await Admin.SendJsonAsync(HttpMethod.Patch, $"/v1/enterprises/{before.Id()}", patch, before.Tag(), EnterpriseCalls.MergePatch);
        Assert.That(answer.Code(), Is.EqualTo(200));
        var back = await Admin.GetJsonAsync(other.Path());
        Assert.That((back.Id(), back["mergedInto"]), Is.EqualTo((other.Id(), (JsonNode?)null)));
        if (changed == "other")
            Assert.That((await answer.JsonAsync()).Tag(), Is.EqualTo(back.Tag()), "the answer knows of it");
        Assert.That(await Admin.DuplicatesAsync((string)other["source"]!, "&status=same"), Is.Empty);
        Assert.That((await DecisionsAsync(start, kept, other)).Single(), Is.EqualTo(("delete", 2L)));
        await Admin.ChangeAsync(await Admin.GetJsonAsync(Address(kept)), """{"status": "active", "sectors": ["dairy"]}""");
        await Admin.MergeAsync(kept, other);
        Assert.That((await DecisionsAsync(start, kept, other))[^1], Is.EqualTo(("upsert", 3L)), "of two states the higher version is the newer");
    }

    private async Task<(JsonNode One, JsonNode Other)> PairAsync(Func<string, string, JsonObject>? sample = null)
    {
        var name = $"\"{New("Firma")} Sp. z o.o.\"";
        sample ??= (externalId, source) => Samples.Small(source, externalId);
        return (await Admin.SaveAsync(sample("1", New("s")).With("legalName", name)), await Admin.SaveAsync(sample("1", New("s")).With("legalName", name)));
    }

    private async Task<IReadOnlyList<string>> PeersAsync(JsonNode asker) =>
        [.. (await Admin.GetJsonAsync(asker.Path() + "/matches?limit=100")).Items().Select(m => m["peer"]!.Id())];

    private async Task<IReadOnlyList<(string? Op, long Version)>> DecisionsAsync(string after, JsonNode one, JsonNode other) =>
        [.. (await Admin.GetJsonAsync($"/v1/changes?after={after}&kind=duplicate&limit=1000")).Items().Where(c => (string?)c["externalId"] == DuplicateCalls.PairPath(one, other)[15..]).Select(c => ((string?)c["op"], (long)c["version"]!))];

    private async Task<(string? Op, string? MergedInto)> LastAsync(JsonNode record)
    {
        var last = (await Admin.GetJsonAsync($"/v1/changes?source={record["source"]}&limit=1000")).Items().Last(c => c.Id() == record.Id());
        return ((string?)last["op"], (string?)last["document"]!["mergedInto"]);
    }

    private static string Address(JsonNode record) => $"/v1/sources/{record["source"]}/enterprises/{record["externalId"]}";

    private static string Word(JsonNode record) => ((string)record["legalName"]!).Split(' ')[0];
}
