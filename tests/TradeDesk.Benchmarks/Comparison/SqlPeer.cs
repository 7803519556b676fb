using System.Data.Common;
using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>A database that is asked one prepared statement for each enterprise. What is bulk, each database loads in its own way.</summary>
internal abstract class SqlPeer(DbConnection connection, MatchingSql sql) : IPeer
{
    private readonly Dictionary<string, DbCommand> _inserts = [];
    private DbCommand? _top;
    private int _intents;

    public abstract string Name { get; }

    public string Place => "disk";

    public abstract long Bytes { get; }

    protected FlatCodes Codes { get; } = new();

    protected MatchingSql Sql => sql;

    public void Add(IReadOnlyList<MatchEnterprise> foreign) => Load([.. foreign.SelectMany(enterprise => FlatIntent.Of(enterprise, Codes)).Select(intent => (_intents++, intent))]);

    public void Complete(IReadOnlyList<MatchEnterprise> asking)
    {
        Index();
        foreach (var statement in sql.SmallTables) Execute(statement);
        using (var transaction = connection.BeginTransaction())
        {
            FillModel(transaction);
            foreach (var (id, intent) in asking.SelectMany(enterprise => FlatIntent.Of(enterprise, Codes)).Index()) FillAsking(transaction, id, intent);
            transaction.Commit();
        }

        Execute(MatchingSql.Traded);
        Execute("ANALYZE");
        _top = Command(sql.Top, ["asker", "day"], null);
        _top.Parameters[0].Value = "";
        _top.Parameters[1].Value = 0;
        _top.Prepare();
    }

    public IReadOnlyList<PeerAnswer> Top(MatchQuery query)
    {
        _top!.Parameters[0].Value = query.Enterprise.Id;
        _top.Parameters[1].Value = query.On.DayNumber;
        var answers = new List<PeerAnswer>();
        using var reader = _top.ExecuteReader();
        while (reader.Read()) answers.Add(new(reader.GetString(0), reader.GetDouble(1)));
        return answers;
    }

    public virtual void Dispose()
    {
        foreach (var command in _inserts.Values) command.Dispose();
        _top?.Dispose();
        connection.Dispose();
    }

    /// <summary>Takes in intents with their running numbers.</summary>
    protected abstract void Load(IReadOnlyList<(int Id, FlatIntent Intent)> intents);

    /// <summary>Sorts and indexes what was taken in.</summary>
    protected abstract void Index();

    /// <summary>Values for <see cref="MatchingSql.AskingWordColumns"/> with those of products before them.</summary>
    protected abstract IEnumerable<object> AskingLists(FlatIntent intent);

    protected virtual void FillAsking(DbTransaction transaction, int id, FlatIntent intent)
    {
        Insert(transaction, "asking", [id, intent.Kind, intent.Accept.Count > 0 ? 1 : 0, .. Values(intent), .. AskingLists(intent)]);
        foreach (var sector in intent.Sectors.Distinct()) Insert(transaction, "asking_sector", [id, sector]);
        foreach (var chapter in intent.Chapters) Insert(transaction, "asking_chapter", [id, chapter]);
        foreach (var (said, places) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)[("accept", intent.Accept), ("exclude", intent.Exclude), ("exports", intent.ExportsTo)])
            foreach (var place in places.Distinct()) Insert(transaction, "asking_place", [id, said, place]);
    }

    /// <summary>What listed and asking intents have in common, but for products and words.</summary>
    protected static object[] Values(FlatIntent i) =>
    [
        i.Enterprise, i.Country, i.Open ? 1 : 0, i.ValidFrom, i.ValidUntil, i.Certificates, i.Wanted, i.WantedCount, i.Mandatory, i.Languages, i.Size,
        i.WantedSizes, i.Contributes, i.Needs, i.Value is { } low ? (double)low.Min : DBNull.Value, i.Value is { } high ? (double)high.Max : DBNull.Value,
        i.Value is { } value ? value.Currency : DBNull.Value, i.Verification, i.Completeness, i.UpdatedOn, i.AsksWeight, i.IsSensitive ? 1 : 0,
    ];

    protected void Insert(DbTransaction transaction, string table, object[] values)
    {
        if (!_inserts.TryGetValue(table, out var insert))
        {
            string[] names = [.. values.Select((_, place) => $"v{place}")];
            _inserts[table] = insert = Command(MatchingSql.Insert(table, names), names, transaction);
        }

        for (var place = 0; place < values.Length; place++) insert.Parameters[place].Value = values[place];
        insert.Transaction = transaction;
        insert.ExecuteNonQuery();
    }

    protected void Execute(string statement)
    {
        using var command = Command(statement, [], null);
        command.ExecuteNonQuery();
    }

    protected T Scalar<T>(string statement)
    {
        using var command = Command(statement, [], null);
        return (T)command.ExecuteScalar()!;
    }

    private DbCommand Command(string statement, string[] parameters, DbTransaction? transaction)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 0;
        command.Transaction = transaction;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private void FillModel(DbTransaction transaction)
    {
        var model = Market.Model;
        foreach (var row in model.Complements.Rows)
        {
            var (ask, give) = (FlatIntent.KindOf(row.AskType, row.AskRole), FlatIntent.KindOf(row.GiveType, row.GiveRole));
            foreach (var (one, other) in ask == give ? [(ask, give)] : new[] { (ask, give), (give, ask) }) Insert(transaction, "complement", [one, other, row.Strength]);
        }

        foreach (var one in model.Sectors.Nodes)
            foreach (var other in model.Sectors.Nodes)
                if (model.Sectors.Proximity(one.Slug, other.Slug) is var proximity and > 0) Insert(transaction, "nearness", [one.Slug, other.Slug, proximity]);
        var agreements = model.Preferences.All.ToDictionary(agreement => agreement.Country);
        foreach (var country in Market.ForeignCountries)
        {
            var agreement = agreements.GetValueOrDefault(country);
            Insert(transaction, "country", [country, agreement is null ? DBNull.Value : agreement.From.DayNumber, agreement is null ? DBNull.Value : agreement.Partial ? .5 : 1.0]);
            Insert(transaction, "lies_in", [country, country, 1.0]);
            foreach (var group in model.Markets.GroupsOf(country)) Insert(transaction, "lies_in", [group, country, .8]);
        }

        foreach (var agreement in model.Preferences.All)
            foreach (var prefix in agreement.ImportsExcluded) Insert(transaction, "left_out", [agreement.Country, prefix]);
    }
}
