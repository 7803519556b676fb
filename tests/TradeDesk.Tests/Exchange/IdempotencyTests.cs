using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Http;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Exchange;

/// <summary><c>Idempotency-Key</c>: a POST that is sent again does its work once, whatever broke off in between.</summary>
[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class IdempotencyTests(string provider) : DeskTests(provider)
{
    private const string Enterprises = "/v1/enterprises", Replayed = "Idempotency-Replayed";

    [Test]
    public async Task The_same_request_gets_the_first_answer_again()
    {
        var (key, document) = (New("k"), Unnamed());
        using var first = await PostAsync(Admin, key, document);
        using var second = await PostAsync(Admin, key, document);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Code(), second.Code()), Is.EqualTo((201, 201)));
            Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
            Assert.That(second.Headers.Location, Is.EqualTo(first.Headers.Location));
            Assert.That(second.Headers.ETag, Is.EqualTo(first.Headers.ETag));
            Assert.That(second.Content.Headers.ContentType, Is.EqualTo(first.Content.Headers.ContentType));
            Assert.That((first.Headers.Contains(Replayed), second.Headers.Contains(Replayed)), Is.EqualTo((false, true)));
            Assert.That(await CountAsync(document), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_refusal_is_answered_again_too()
    {
        var (key, document) = (New("k"), Unnamed().With("country", "\"XX\""));
        using var first = await PostAsync(Admin, key, document);
        using var second = await PostAsync(Admin, key, document);
        await second.ProblemAsync(422, "invalid");
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()), "with the trace of the first request");
    }

    [Test]
    public async Task Another_body_or_address_under_the_same_key_is_refused()
    {
        var (key, document) = (New("k"), Unnamed());
        (await PostAsync(Admin, key, document)).Dispose();
        using (var other = await PostAsync(Admin, key, Unnamed()))
            await other.ProblemAsync(422, "key-reused");
        using (var elsewhere = await PostAsync(Admin, key, document, Enterprises + "?suggest=true"))
            await elsewhere.ProblemAsync(422, "key-reused");
    }

    [Test]
    public async Task Each_caller_has_keys_of_its_own()
    {
        using var other = await Desk.ClientAsync(DeskRole.Partner, New("p"));
        var key = New("k");
        using var first = await PostAsync(Admin, key, Unnamed());
        using var second = await PostAsync(other, key, Unnamed());
        Assert.That((first.Code(), second.Code(), second.Headers.Contains(Replayed)), Is.EqualTo((201, 201, false)));
    }

    [TestCase("with blank")]
    [TestCase("")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        using var response = await PostAsync(Admin, key, Unnamed());
        var problem = await response.ProblemAsync(400, "parameter");
        Assert.That((string?)problem["errors"]![0]!["pointer"], Is.EqualTo("Idempotency-Key"));
    }

    [Test]
    public async Task A_key_has_two_hundred_characters_at_most()
    {
        using var fits = await PostAsync(Admin, New("k").PadRight(200, 'x'), Unnamed());
        using var tooLong = await PostAsync(Admin, new string('x', 201), Unnamed());
        Assert.That((fits.Code(), tooLong.Code()), Is.EqualTo((201, 400)));
    }

    [Test]
    public async Task While_the_first_request_runs_the_second_is_told_to_wait()
    {
        var (key, text) = (New("k"), Encoding.UTF8.GetBytes(Unnamed().ToJsonString()));
        using var slow = new SlowBody(text, "application/json");
        var first = SendAsync(Admin, key, slow);
        await slow.Begun;
        using (var running = await UntilKnownAsync(key, text))
        {
            await running.ProblemAsync(409, "still-running");
            Assert.That(running.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(2)));
        }

        slow.End();
        using var answered = await first;
        using var again = await SendAsync(Admin, key, new ByteArrayContent(text) { Headers = { ContentType = new("application/json") } });
        Assert.That((answered.Code(), again.Code()), Is.EqualTo((201, 201)));
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await answered.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task A_request_that_its_sender_broke_off_may_be_sent_again()
    {
        var (key, document) = (New("k"), Unnamed());
        using var slow = new SlowBody(Encoding.UTF8.GetBytes(document.ToJsonString()), "application/json");
        using (var broken = new CancellationTokenSource())
        {
            var first = SendAsync(Admin, key, slow, broken.Token);
            await slow.Begun;
            await broken.CancelAsync();
            Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        }

        using var again = await EnterpriseCalls.UntilTakenAsync(() => RetriedAsync(key, document));
        Assert.That(again.Code(), Is.EqualTo(201));
        Assert.That(await CountAsync(document), Is.EqualTo(1));
    }

    [Test]
    public async Task Work_that_was_done_before_a_crash_took_its_answer_is_found_again([Values] bool named)
    {
        var (key, document) = (New("k"), named ? Samples.Small(New("s")) : Unnamed());
        using var first = await PostAsync(Admin, key, document);
        await SetAsync("status = NULL, body = NULL, lease_until = 0", key);
        using var second = await PostAsync(Admin, key, document);
        Assert.That((second.Code(), second.Headers.Contains(Replayed)), Is.EqualTo((201, false)));
        Assert.That((await second.JsonAsync()).Id(), Is.EqualTo((await first.JsonAsync()).Id()));
    }

    [Test]
    public async Task A_secret_that_was_made_before_a_crash_took_its_answer_is_found_again()
    {
        var webhook = await Admin.SubscribeAsync(new("https://93.184.215.14/"));
        var key = New("k");
        using var first = await PostAsync(Admin, key, [], webhook.Webhook() + "/secret");
        await SetAsync("status = NULL, body = NULL, lease_until = 0", key);
        using var second = await PostAsync(Admin, key, [], webhook.Webhook() + "/secret");
        Assert.That((second.Code(), second.Headers.Contains(Replayed)), Is.EqualTo((200, false)));
        Assert.That((await second.JsonAsync()).ToJsonString(), Is.EqualTo((await first.JsonAsync()).ToJsonString()));
        using var other = await PostAsync(Admin, New("k"), [], webhook.Webhook() + "/secret");
        await other.ProblemAsync(409, "conflict");
    }

    [Test]
    public async Task A_request_whose_connection_breaks_while_it_works_is_finished_and_its_answer_kept()
    {
        var (app, key, runs) = (new ApplicationBuilder(Desk.Services), New("k"), 0);
        app.UseIdempotentPosts();
        app.Run(async http =>
        {
            runs++;
            await ((CancellationTokenSource)http.Items["break"]!).CancelAsync();
            http.RequestAborted.ThrowIfCancellationRequested();
            http.Response.StatusCode = 201;
            await http.Response.WriteAsync("made", http.RequestAborted);
        });
        var pipeline = app.Build();
        var (first, second) = (await SendAsync(), await SendAsync());
        Assert.That((first.Code, second, runs), Is.EqualTo((201, (201, "made", true), 1)));

        async Task<(int Code, string Body, bool Replayed)> SendAsync()
        {
            using var broken = new CancellationTokenSource();
            using var answer = new MemoryStream();
            var http = new DefaultHttpContext
            {
                RequestServices = Desk.Services,
                RequestAborted = broken.Token,
                User = new(new ClaimsIdentity([new(ClaimTypes.Name, "caller")], "test")),
                Request = { Method = HttpMethods.Post, Path = "/made-up", Headers = { ["Idempotency-Key"] = key } },
                Response = { Body = answer },
                Items = { ["break"] = broken },
            };
            await pipeline(http);
            return (http.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()), http.Response.Headers.ContainsKey(Replayed));
        }
    }

    [Test]
    public async Task A_match_run_is_started_once()
    {
        using var officer = await Desk.ClientAsync(DeskRole.Officer, New("o"));
        var (key, request) = (New("k"), new JsonObject());
        using var first = await PostAsync(officer, key, request, "/v1/match-runs");
        await SetAsync("status = NULL, body = NULL, lease_until = 0", key);
        using var second = await PostAsync(officer, key, request, "/v1/match-runs");
        using var third = await PostAsync(officer, key, request, "/v1/match-runs");
        Assert.That(third.Headers.Contains(Replayed));
        Assert.That((await officer.GetJsonAsync("/v1/match-runs")).Items(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_question_may_have_a_key_too()
    {
        var (key, question) = (New("k"), new JsonObject { ["items"] = new JsonArray(new JsonObject { ["text"] = "ghee and paneer" }) });
        using var first = await PostAsync(Admin, key, question, "/v1/tags/suggest");
        using var second = await PostAsync(Admin, key, question, "/v1/tags/suggest");
        Assert.That((first.Code(), second.Headers.Contains(Replayed)), Is.EqualTo((200, true)));
        Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
    }

    [Test]
    public async Task After_a_day_a_key_is_new_again()
    {
        var (key, document) = (New("k"), Unnamed());
        (await PostAsync(Admin, key, document)).Dispose();
        await SetAsync("expires_at = 0", key);
        using var next = await PostAsync(Admin, key, Unnamed());
        Assert.That((next.Code(), next.Headers.Contains(Replayed)), Is.EqualTo((201, false)));
    }

    [Test]
    public async Task An_answer_outlives_a_restart_and_is_known_to_every_replica()
    {
        var (key, document) = (New("k"), Unnamed());
        using var first = await PostAsync(Admin, key, document);
        var (service, other) = await TradeDeskProcess.ServeAsync(Database);
        using (service)
        using (other)
        {
            using var second = await PostAsync(other, key, document);
            Assert.That(second.Headers.Contains(Replayed));
            Assert.That(await second.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
        }
    }

    [Test]
    public async Task Many_at_once_do_the_work_once()
    {
        var (key, document) = (New("k"), Unnamed());
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => EnterpriseCalls.UntilTakenAsync(() => RetriedAsync(key, document)))));
        var ids = await Task.WhenAll(answers.Select(async a => (await a.JsonAsync()).Id()));
        Assert.That(ids.Distinct().Count(), Is.EqualTo(1));
        Assert.That(await CountAsync(document), Is.EqualTo(1));
    }

    // As a client does: as long as the first one runs, it waits.
    private async Task<HttpResponseMessage> RetriedAsync(string key, JsonObject document)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var response = await PostAsync(Admin, key, document);
            if (response.Code() != 409)
                return response;
            response.Dispose();
            await Task.Delay(20, limit.Token);
        }
    }

    // The first request reaches the desk when it likes; until then a second one with no body would be the first.
    private async Task<HttpResponseMessage> UntilKnownAsync(string key, byte[] text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Desk.Services.GetRequiredService<Database>().ReadAsync(r => r.ValueAsync<long>("SELECT COUNT(*) FROM idempotent_request WHERE idempotency_key = @key", new { key }), limit.Token) == 0)
            await Task.Delay(20, limit.Token);
        return await SendAsync(Admin, key, new ByteArrayContent(text) { Headers = { ContentType = new("application/json") } });
    }

    private Task SetAsync(string what, string key) =>
        Desk.Services.GetRequiredService<Database>().WriteAsync(w => w.ExecuteAsync($"UPDATE idempotent_request SET {what} WHERE idempotency_key = @key", new { key }), default);

    private async Task<int> CountAsync(JsonObject document) =>
        (await Admin.GetJsonAsync($"/v1/enterprises?cluster={document["cluster"]}")).Items().Count;

    /// <summary>Without external id: nothing but the key tells that it was sent before.</summary>
    private static JsonObject Unnamed() => new() { ["legalName"] = "Once Only", ["country"] = "PL", ["cluster"] = New("c") };

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string key, JsonObject body, string address = Enterprises) =>
        SendAsync(client, key, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), address: address);

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string key, HttpContent content, CancellationToken cancellation = default, string address = Enterprises)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return client.SendAsync(request, cancellation);
    }
}
