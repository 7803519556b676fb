using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Access;

public sealed class RevocationTests
{
    private const int Rounds = 300;

    [Test]
    public async Task A_key_that_is_looked_up_while_it_is_revoked_stays_revoked()
    {
        using var database = new TestDatabase();
        using var host = Commands.CommandHost.Build(database.Settings);
        await host.Services.GetRequiredService<Migrations>().RunAsync(default);
        var (store, log) = (host.Services.GetRequiredService<KeyStore>(), host.Services.GetRequiredService<ChangeLog>());
        for (var round = 0; round < Rounds; round++)
        {
            var ring = new KeyRing(store, log, new(null));
            var (key, text) = await store.CreateAsync("", "p", DeskRole.Reader, [], cleared: false, default);
            var cursor = await ring.LoadAsync(default);
            var looking = Task.Run(() => ring.FindAsync(text, default));
            await store.RevokeAsync(key.Id, default);
            await ring.TakeAsync(await log.AfterAsync(cursor, 10, default), moreWait: false, default);
            await looking;
            Assert.That(await ring.FindAsync(text, default), Is.Null, $"round {round}");
        }
    }
}
