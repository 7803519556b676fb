using Npgsql;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>PostgreSQL, loaded by binary COPY into unlogged tables; the server is a throw-away one that <c>scripts/bench</c> starts.</summary>
internal sealed class PostgresPeer : SqlPeer
{
    private readonly NpgsqlConnection _connection;

    public PostgresPeer(string server) : this(new NpgsqlConnection(server), new()) { }

    private PostgresPeer(NpgsqlConnection connection, PostgresMatchingSql sql) : base(connection, sql)
    {
        _connection = connection;
        connection.Open();
        Execute(PostgresMatchingSql.Clear);
        foreach (var statement in sql.Arrival) Execute(statement);
    }

    public override string Name => $"PostgreSQL {_connection.PostgreSqlVersion.ToString(2)}";

    public override long Bytes => Scalar<long>(PostgresMatchingSql.Size);

    public override void Dispose()
    {
        Execute(PostgresMatchingSql.Clear);
        base.Dispose();
    }

    protected override void Load(IReadOnlyList<(int Id, FlatIntent Intent)> intents)
    {
        using var import = _connection.BeginBinaryImport(PostgresMatchingSql.CopyListing);
        foreach (var row in intents.SelectMany(each => Listed(each.Id, each.Intent))) Write(import, row);
        import.Complete();
    }

    protected override void Index()
    {
        foreach (var statement in PostgresMatchingSql.Indexes) Execute(statement);
    }

    protected override IEnumerable<object> AskingLists(FlatIntent intent) =>
        [.. Products(intent), Words(intent.Asks, true), Words(intent.Asks, false), Words(intent.Uses, true), Words(intent.Uses, false)];

    private static IEnumerable<object[]> Listed(int id, FlatIntent intent)
    {
        object[] values = [.. Values(intent), .. Products(intent), intent.Asks, intent.Uses];
        foreach (var sector in intent.Sectors.Distinct()) yield return [intent.Kind, sector, id, intent.WantsHome, .. values];
    }

    private static object[] Products(FlatIntent intent) =>
        [intent.Products.ToArray(), intent.Products.Select(code => code[..4]).Distinct().ToArray(), intent.Chapters.ToArray()];

    private int[] Words(int[] words, bool telling) => [.. words.Where(word => Codes.Weight(word) > TermWeights.Common == telling)];

    private static void Write(NpgsqlBinaryImporter import, object[] row)
    {
        import.StartRow();
        foreach (var value in row)
        {
            if (value is DBNull) import.WriteNull();
            else import.Write(value);
        }
    }
}
