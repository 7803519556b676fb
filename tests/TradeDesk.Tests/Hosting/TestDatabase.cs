using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using TradeDesk.Data;

namespace TradeDesk.Tests.Hosting;

/// <summary>A database of its own for one test fixture: a SQLite file, or a fresh database on the SQL Server that TRADEDESK_TEST_SQLSERVER names.</summary>
public sealed class TestDatabase : IDisposable
{
    public const string ServerVariable = "TRADEDESK_TEST_SQLSERVER";
    private readonly string folder = Directory.CreateTempSubdirectory("tradedesk-test-").FullName;
    private readonly string? created;

    public TestDatabase(string provider = "Sqlite")
    {
        Provider = provider;
        if (provider == "Sqlite")
        {
            ConnectionString = $"Data Source={Path.Combine(folder, "desk.db")}";
            return;
        }

        created = "tradedesk_" + Guid.NewGuid().ToString("N")[..12];
        Run($"CREATE DATABASE {created}");
        ConnectionString = new SqlConnectionStringBuilder(Server) { InitialCatalog = created }.ToString();
    }

    /// <summary>The databases that store tests run on. SQL Server is there only when its variable is set.</summary>
    public static IEnumerable<string> Providers => Server is null ? ["Sqlite"] : ["Sqlite", "SqlServer"];

    public string Provider { get; }

    public string ConnectionString { get; }

    /// <summary>A folder that goes with the database.</summary>
    public string Folder => folder;

    /// <summary>A server that many tests share may be slow; what is tested of its deadline is tested on SQLite.</summary>
    public string[] Settings => [$"--Database:Provider={Provider}", $"--ConnectionStrings:TradeDesk={ConnectionString}", .. created is null ? (string[])[] : ["--Database:Seconds=20"]];

    public Dialect Dialect => Dialect.Named(Provider)!;

    private static string? Server => Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } server ? server : null;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (created is not null)
        {
            SqlConnection.ClearAllPools();
            Run($"DROP DATABASE {created}");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Run(string statement)
    {
        using var connection = new SqlConnection(Server);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.CommandTimeout = 120;
        command.ExecuteNonQuery();
    }
}
