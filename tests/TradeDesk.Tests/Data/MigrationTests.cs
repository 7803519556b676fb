using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Data;
using TradeDesk.Tests.Hosting;

namespace TradeDesk.Tests.Data;

[TestFixtureSource(typeof(TestDatabase), nameof(TestDatabase.Providers))]
public sealed class MigrationTests(string provider)
{
    [Test]
    public async Task Running_twice_changes_nothing()
    {
        using var database = new TestDatabase(provider);
        using var host = Commands.CommandHost.Build(database.Settings);
        var migrations = host.Services.GetRequiredService<Migrations>();
        Assert.That(await migrations.RunAsync(default), Is.EqualTo(Migrations.For(database.Dialect).Count));
        Assert.That(await migrations.RunAsync(default), Is.Zero);
    }

    [Test]
    public async Task Two_processes_at_once_migrate_once()
    {
        using var database = new TestDatabase(provider);
        using var first = Commands.CommandHost.Build(database.Settings);
        using var second = Commands.CommandHost.Build(database.Settings);
        var ran = await Task.WhenAll(first.Services.GetRequiredService<Migrations>().RunAsync(default), second.Services.GetRequiredService<Migrations>().RunAsync(default));
        Assert.That(ran.Order(), Is.EqualTo([0, Migrations.For(database.Dialect).Count]));
    }

    [Test]
    public async Task A_changed_old_migration_stops_the_start_and_says_which()
    {
        using var database = new TestDatabase(provider);
        using var host = Commands.CommandHost.Build(database.Settings);
        var migrations = host.Services.GetRequiredService<Migrations>();
        await migrations.RunAsync(default);
        await using (var connection = await host.Services.GetRequiredService<Database>().OpenAsync(default))
            await connection.ExecuteAsync("UPDATE migration SET hash = 'other' WHERE number = 1");
        Assert.That(async () => await migrations.RunAsync(default), Throws.TypeOf<SettingsException>().With.Message.Contains("Migration 1 enterprises was changed"));
    }
}
