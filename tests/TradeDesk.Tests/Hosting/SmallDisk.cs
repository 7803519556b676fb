using System.Data.Common;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using TradeDesk.Data;

namespace TradeDesk.Tests.Hosting;

/// <summary>SQLite on a disk as small as a test says: with its file at the largest size, it answers as it does when the disk has no room.</summary>
internal sealed class SmallDisk : SqliteDialect
{
    private const int AsMayBe = int.MaxValue, NoMore = 1;
    private int mostPages = AsMayBe;

    /// <summary>Leaves room for so many pages of 4 KiB.</summary>
    public async Task LeaveAsync(TestDatabase database, int pages)
    {
        await using var connection = await base.OpenAsync(database.ConnectionString, default);
        mostPages = pages == 0 ? NoMore : await connection.ExecuteScalarAsync<int>("PRAGMA page_count") + pages;
    }

    public void MakeRoom() => mostPages = AsMayBe;

    public void Replace(IServiceCollection services) => services.AddSingleton<Dialect>(this);

    public override async Task<DbConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = await base.OpenAsync(connectionString, cancellation);
        // A number that is less than there are means those that there are.
        await connection.ExecuteAsync($"PRAGMA max_page_count = {mostPages}");
        return connection;
    }
}
