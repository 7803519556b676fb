using TradeDesk.Data;

namespace TradeDesk.Taxonomy;

internal sealed class CodeListSql(Dialect dialect)
{
    private const string Columns = "scheme AS Scheme, part AS Part, hash AS Hash, version AS Version, loaded_at AS LoadedAt, document AS Document";

    public string All => dialect.Paged($"SELECT {Columns} FROM code_list ORDER BY scheme, part");

    public string One => $"SELECT {Columns} FROM code_list WHERE scheme = @Scheme AND part = @Part";

    public string Insert => "INSERT INTO code_list (scheme, part, hash, version, loaded_at, document) VALUES (@Scheme, @Part, @Hash, @Version, @LoadedAt, @Document)";

    public string Update => "UPDATE code_list SET hash = @Hash, version = @Version, loaded_at = @LoadedAt, document = @Document WHERE scheme = @Scheme AND part = @Part";
}
