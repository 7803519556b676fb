using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Matches;
using TradeDesk.Taxonomy;

namespace TradeDesk;

/// <summary>The desk's settings, read once and checked; a wrong one stops the start with a sentence that names it.</summary>
public sealed record DeskConfiguration(DeskSettings Desk, AccessSettings Access, MatchPolicies Policies, Dialect Dialect, DatabaseSettings Database, SavedIndexSettings SavedIndex)
{
    private const string DefaultFile = "Data Source=data/tradedesk.db";
    private const int ShortestBootstrapKey = 32;
    private const int ShortestWait = 1;
    private const double DefaultSeconds = 1.8, LeastSeconds = 1, MostSeconds = 60;

    /// <exception cref="SettingsException">A setting is wrong or missing.</exception>
    public static DeskConfiguration Read(IConfiguration configuration, CountryCatalog countries)
    {
        var provider = configuration["Database:Provider"];
        var dialect = Dialect.Named(provider) ?? throw new SettingsException($"Database:Provider is '{provider}'; set it to Sqlite or SqlServer.");
        var (desk, access, deadline) = (new DeskSettings(Home(configuration, countries)), new AccessSettings(BootstrapKey(configuration)), Deadline(configuration));
        var policies = PolicySettings.Read(configuration);
        // Last, for they make the folders of their files.
        var database = new DatabaseSettings(ConnectionString(configuration, dialect), deadline);
        return new(desk, access, policies, dialect, database, SavedIndexSettings.Read(configuration, database, dialect));
    }

    private static string Home(IConfiguration configuration, CountryCatalog countries)
    {
        var home = configuration["Desk:HomeCountry"] is { Length: > 0 } given ? given : "IN";
        return countries.Find(home) is not null ? home : throw new SettingsException($"Desk:HomeCountry is '{home}'; set it to an ISO 3166-1 alpha-2 code such as IN.");
    }

    private static string? BootstrapKey(IConfiguration configuration)
    {
        var key = configuration["Access:BootstrapKey"];
        return string.IsNullOrEmpty(key) || key.Length >= ShortestBootstrapKey
            ? (string.IsNullOrEmpty(key) ? null : key)
            : throw new SettingsException($"Access:BootstrapKey has {key.Length} characters; set it to {ShortestBootstrapKey} or more, or leave it out.");
    }

    private static TimeSpan Deadline(IConfiguration configuration) => TimeSpan.FromSeconds(
        NumberSetting.Read(configuration, "Database:Seconds", DefaultSeconds, LeastSeconds, MostSeconds, "the seconds that a caller waits for the database at most"));

    private static string ConnectionString(IConfiguration configuration, Dialect dialect)
    {
        var given = configuration.GetConnectionString("TradeDesk");
        try
        {
            return dialect is SqliteDialect ? Sqlite(string.IsNullOrWhiteSpace(given) ? DefaultFile : given) : SqlServer(given);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new SettingsException($"ConnectionStrings:TradeDesk cannot be read ({e.Message}); set it to {(dialect is SqliteDialect ? "'Data Source=FILE'" : "a SQL Server connection string")}.");
        }
    }

    private static string Sqlite(string given)
    {
        var settings = new SqliteConnectionStringBuilder(given);
        if (string.IsNullOrWhiteSpace(settings.DataSource))
            throw new SettingsException("ConnectionStrings:TradeDesk names no file; set it to 'Data Source=FILE'.");
        if (Path.GetDirectoryName(Path.GetFullPath(settings.DataSource)) is { } folder)
            CreateFolder(folder);
        // Migrations make the file. A file that vanished later is an error: made anew, an empty one would stand in for it unnoticed.
        if (settings.Mode == SqliteOpenMode.ReadWriteCreate)
            settings.Mode = SqliteOpenMode.ReadWrite;
        // The driver waits on its thread; how long a caller waits is Database:Seconds.
        settings.DefaultTimeout = ShortestWait;
        return settings.ToString();
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"ConnectionStrings:TradeDesk points into '{folder}', which cannot be created; name a folder that may be written.");
        }
    }

    private static string SqlServer(string? given) =>
        string.IsNullOrWhiteSpace(given)
            ? throw new SettingsException("ConnectionStrings:TradeDesk is missing; with Database:Provider=SqlServer set it to the connection string of the database.")
            : new SqlConnectionStringBuilder(given).ToString();
}
