using Microsoft.Data.Sqlite;
using TradeDesk.Data;

namespace TradeDesk.Matches;

/// <summary>Where the match index is kept between two runs of the desk.</summary>
/// <param name="File">Full path; null when it is not kept and every start reads all enterprises from the database.</param>
public sealed record SavedIndexSettings(string? File)
{
    private const string Setting = "Matching:IndexFile", None = "none", Ending = ".matches";

    /// <exception cref="SettingsException">The file lies in a folder that cannot be made.</exception>
    public static SavedIndexSettings Read(IConfiguration configuration, DatabaseSettings database, Dialect dialect) => configuration[Setting] switch
    {
        null or "" => new(dialect is SqliteDialect ? Path.GetFullPath(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource) + Ending : null),
        None => new((string?)null),
        var given => new(InFolder(Path.GetFullPath(given))),
    };

    private static string InFolder(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return !Directory.Exists(file) ? file : throw new SettingsException($"{Setting} is '{file}', which is a folder; name a file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{Setting} is '{file}', whose folder cannot be created; name a file in a folder that may be written, or '{None}'.");
        }
    }
}
