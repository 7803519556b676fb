using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Access;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class KeyTests(string provider) : DeskTests(provider)
{
    private static readonly (HttpMethod Method, string Path)[] Guarded =
    [
        (HttpMethod.Get, "/v1/enterprises"), (HttpMethod.Get, "/v1/enterprises/ent_1"), (HttpMethod.Get, "/v1/sources/s/enterprises/1"), (HttpMethod.Get, "/v1/intents"),
        (HttpMethod.Post, "/v1/enterprises"), (HttpMethod.Put, "/v1/enterprises/ent_1"), (HttpMethod.Patch, "/v1/enterprises/ent_1"), (HttpMethod.Delete, "/v1/enterprises/ent_1"),
        (HttpMethod.Put, "/v1/sources/s/enterprises/1"), (HttpMethod.Delete, "/v1/sources/s/enterprises/1"),
        (HttpMethod.Get, "/v1/enterprises/ent_1/matches"), (HttpMethod.Get, "/v1/enterprises/ent_1/matches/ent_2"), (HttpMethod.Post, "/v1/matches/query"),
    ];

    [Test]
    public async Task Without_a_key_nothing_but_reference_data_is_answered()
    {
        foreach (var (method, path) in Guarded)
            await RefusedAsync(Desk.Anonymous, method, path);
    }

    [TestCase("nonsense")]
    [TestCase("td_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("a-bootstrap-key-for-the-tests-only-0002")]
    [TestCase("a-bootstrap-key-for-the-tests-only-000")]
    [TestCase("A-BOOTSTRAP-KEY-FOR-THE-TESTS-ONLY-0001")]
    public async Task A_wrong_key_is_as_good_as_none(string key)
    {
        using var client = Desk.Client(key);
        await RefusedAsync(client, HttpMethod.Get, "/v1/enterprises");
    }

    [Test]
    public async Task A_key_with_another_secret_or_beside_another_key_is_refused()
    {
        var (_, text) = await Keys.CreateAsync("test", New("p"), DeskRole.Reader, [], false, default);
        using var changed = Desk.Client(text[..^1] + (text[^1] == 'A' ? 'B' : 'A'));
        await RefusedAsync(changed, HttpMethod.Get, "/v1/enterprises");
        using var two = Desk.Client(text);
        two.DefaultRequestHeaders.Add("X-Api-Key", Desk.BootstrapKey);
        await RefusedAsync(two, HttpMethod.Get, "/v1/enterprises");
    }

    [Test]
    public async Task A_key_is_good_until_it_is_revoked()
    {
        var (key, text) = await Keys.CreateAsync("test", New("p"), DeskRole.Reader, [], false, default);
        using var client = Desk.Client(text);
        await client.GetJsonAsync("/v1/enterprises");
        Assert.That(await Keys.RevokeAsync(key.Id, default), Is.True);
        Assert.That(await Keys.RevokeAsync(key.Id, default), Is.False, "it is revoked once");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await client.GetAsync("/v1/enterprises", limit.Token)).IsSuccessStatusCode)
            await Task.Yield();
        await RefusedAsync(client, HttpMethod.Get, "/v1/enterprises");
    }

    [Test]
    public async Task A_keys_secret_is_stored_only_as_a_hash()
    {
        var (key, text) = await Keys.CreateAsync("test", New("p"), DeskRole.Reader, [], false, default);
        var stored = (await Keys.AllAsync(default)).Single(k => k.Id == key.Id);
        Assert.That(stored.ToString(), Does.Not.Contain(text.Split('_', 3)[2]));
        Assert.That(stored.SecretHash, Does.Match("^[0-9a-f]{64}$"));
    }

    private KeyStore Keys => Desk.Services.GetRequiredService<KeyStore>();

    private static async Task RefusedAsync(HttpClient client, HttpMethod method, string path)
    {
        using var response = await client.SendAsync(new HttpRequestMessage(method, path));
        await response.ProblemAsync(401, "unauthenticated");
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Does.StartWith("ApiKey").And.Contain("X-Api-Key"), $"{method} {path}");
    }
}
