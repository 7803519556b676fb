using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace TradeDesk.Benchmarks;

/// <summary>SQLite in one file, with a cache and a memory map as large as the data.</summary>
internal sealed class SqlitePeer : SqlPeer
{
    private readonly SqliteMatchingSql _sql;
    private readonly SqliteConnection _connection;

    public SqlitePeer(string folder) : this(new SqliteConnection($"Data Source={Path.Combine(folder, "market.db")};Pooling=False"), new()) { }

    private SqlitePeer(SqliteConnection connection, SqliteMatchingSql sql) : base(connection, sql)
    {
        (_connection, _sql) = (connection, sql);
        connection.Open();
        Execute(SqliteMatchingSql.Open);
        foreach (var statement in sql.Listing) Execute(statement);
    }

    public override string Name => $"SQLite {_connection.ServerVersion}";

    public override long Bytes => Scalar<long>(SqliteMatchingSql.Size);

    public override void Dispose()
    {
        var file = _connection.DataSource;
        base.Dispose();
        File.Delete(file);
    }

    protected override void Load(IReadOnlyList<(int Id, FlatIntent Intent)> intents)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var (id, intent) in intents)
        {
            object[] values = [.. Values(intent), Json(intent.Products), Joined(intent.Asks), Joined(intent.Uses)];
            foreach (var sector in intent.Sectors.Distinct()) Insert(transaction, "listing", [intent.Kind, sector, id, intent.WantsHome, .. values]);
        }

        transaction.Commit();
    }

    protected override void Index()
    {
        Execute(SqliteMatchingSql.FillChapters);
        Execute(SqliteMatchingSql.Serve);
    }

    protected override IEnumerable<object> AskingLists(FlatIntent intent) => [Json(intent.Products), intent.Uses.Length];

    protected override void FillAsking(DbTransaction transaction, int id, FlatIntent intent)
    {
        base.FillAsking(transaction, id, intent);
        foreach (var word in intent.Uses) Insert(transaction, "asking_word", [id, intent.Asks.Contains(word) ? 1 : 0, $",{word},", Codes.Weight(word)]);
        foreach (var code in intent.Products.Distinct()) Insert(transaction, "asking_product", [id, $"\"{code}\"", $"\"{code[..4]}", $"\"{code[..2]}"]);
    }

    private static string Json(IReadOnlyList<string> codes) => codes.Count == 0 ? "[]" : $"[\"{string.Join("\",\"", codes)}\"]";

    private static string Joined(int[] words) => words.Length == 0 ? "" : $",{string.Join(",", words)},";
}
