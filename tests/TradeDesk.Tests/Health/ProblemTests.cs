using Dapper;
using Microsoft.Data.Sqlite;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Health;

public sealed class ProblemTests : DeskTests
{
    [TestCase("POST", "/v1/enterprises/ent_1", "GET")]
    [TestCase("DELETE", "/v1/enterprises", "GET")]
    [TestCase("POST", "/v1/sources/s/enterprises/1", "PUT")]
    [TestCase("PUT", "/v1/sectors", "GET")]
    [TestCase("GET", "/v1/matches/query", "POST")]
    [TestCase("POST", "/healthz/live", "GET")]
    public async Task A_method_that_is_not_offered_is_answered_with_those_that_are(string method, string path, string allowed)
    {
        using var response = await Admin.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        await response.ProblemAsync(405, "method-not-allowed");
        Assert.That(response.Content.Headers.Allow, Has.Member(allowed));
    }

    [TestCase("/")]
    [TestCase("/v1")]
    [TestCase("/v2/enterprises")]
    [TestCase("/v1/enterprises/a/b/c/d")]
    public async Task A_path_that_is_none_is_not_found(string path)
    {
        foreach (var client in (HttpClient[])[Admin, Desk.Anonymous])
        {
            using var response = await client.GetAsync(path);
            await response.ProblemAsync(404, "not-found");
        }
    }

    [TestCase("/v1/enterprises?contry=PL", "?contry", "country")]
    [TestCase("/v1/enterprises?country=PL&sectors=dairy", "?sectors", "sector")]
    [TestCase("/v1/intents?type=trade", "?type", "intentType")]
    [TestCase("/v1/enterprises/none/matches?top=5", "?top", "limit")]
    [TestCase("/v1/sectors?language=hi", "?language", "takes no query parameters")]
    public async Task A_parameter_that_an_operation_does_not_have_is_refused(string path, string pointer, string remedy)
    {
        using var response = await Admin.GetAsync(path);
        var error = (await response.ProblemAsync(400, "parameter"))["errors"]!.AsArray().Single()!;
        Assert.That(((string?)error["pointer"], (string?)error["code"]), Is.EqualTo((pointer, "unknown-parameter")));
        Assert.That((string?)error["message"], Does.Contain(remedy));
    }

    [TestCase("/v1/enterprises?COUNTRY=PL")]
    [TestCase("/healthz/ready?probe=1")]
    [TestCase("/openapi/v1.json?v=2")]
    public async Task Other_parameters_do_no_harm(string path)
    {
        using var response = await Admin.GetAsync(path);
        Assert.That(response.Code(), Is.EqualTo(200));
    }

    [Test]
    public async Task Every_kind_of_problem_is_explained_where_its_type_points()
    {
        using var response = await Admin.GetAsync("/v1/enterprises/none");
        var problem = await response.ProblemAsync(404, "not-found");
        var explained = await Desk.Anonymous.GetJsonAsync((string)problem["type"]!);
        Assert.That(((int?)explained["status"], (string?)explained["title"]), Is.EqualTo((404, (string?)problem["title"])));
        foreach (var kind in (await Desk.Anonymous.GetJsonAsync("/problems")).Items())
            Assert.That((string?)(await Desk.Anonymous.GetJsonAsync((string)kind["type"]!))["remedy"], Is.Not.Empty.And.EqualTo((string?)kind["remedy"]));
        using var none = await Desk.Anonymous.GetAsync("/problems/none");
        await none.ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task A_problem_names_the_address_and_the_callers_trace()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/enterprises/none");
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        using var response = await Admin.SendAsync(request);
        var problem = await response.ProblemAsync(404, "not-found");
        Assert.That((string?)problem["traceId"], Is.EqualTo("4bf92f3577b34da6a3ce929d0e0e4736"));
        Assert.That((string?)problem["instance"], Is.EqualTo("/v1/enterprises/none"));
    }

    [Test]
    public async Task What_is_wrong_in_the_database_is_not_blamed_on_the_caller()
    {
        var sent = Samples.IndianDairy(source: New("s"));
        await Admin.SaveAsync(sent);
        await using (var connection = new SqliteConnection(Database.ConnectionString))
            await connection.ExecuteAsync("UPDATE intent SET document = 'spoilt'");
        using var response = await Admin.GetAsync($"/v1/intents?source={sent["source"]}");
        var problem = await response.ProblemAsync(500, "failed");
        Assert.That(problem.ToJsonString(), Does.Not.Contain("spoilt").And.Not.Contain("JSON"));
    }

    [Test]
    public async Task Answers_name_no_server_software()
    {
        using var response = await Admin.GetAsync("/v1/sectors");
        Assert.That(response.Headers.Server, Is.Empty);
    }
}
