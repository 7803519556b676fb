using System.Globalization;
using System.Text.Json;
using TradeDesk.Access;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>An import as it lies in the database, with the rights of the key that sent it.</summary>
public sealed record ImportJob
{
    public string Id { get; init; } = "";

    public string KeyId { get; init; } = "";

    public string Partner { get; init; } = "";

    public string Role { get; init; } = "";

    /// <summary>Country codes parted by commas; empty means all.</summary>
    public string Countries { get; init; } = "";

    public long Cleared { get; init; }

    public string Source { get; init; } = "";

    public string Mode { get; init; } = "";

    public long DryRun { get; init; }

    /// <summary>1 or 0; null leaves it as it was with each record.</summary>
    public long? Suggest { get; init; }

    /// <summary>The share of the source's records, 0 to 1, that may be deleted at most.</summary>
    public string MostRemoved { get; init; } = "";

    /// <summary>The column map of a CSV file; null for NDJSON.</summary>
    public string? Map { get; init; }

    /// <summary>A word of <see cref="ImportStatus"/>, <c>receiving</c> while its file arrives, or <c>removed</c> when that broke off.</summary>
    public string Status { get; init; } = "";

    /// <summary>Bytes of the file, unpacked.</summary>
    public long Size { get; init; }

    public long Parts { get; init; }

    public long ReadCount { get; init; }

    public long LastLine { get; init; }

    public long Created { get; init; }

    public long Updated { get; init; }

    public long Unchanged { get; init; }

    public long Refused { get; init; }

    public long Removed { get; init; }

    /// <summary>A JSON object of fault codes and counts.</summary>
    public string Reasons { get; init; } = "{}";

    public long ErrorParts { get; init; }

    public string? Failure { get; init; }

    /// <summary>Milliseconds since 1970 UTC, as all instants here.</summary>
    public long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? FinishedAt { get; init; }

    public long ExpiresAt { get; init; }

    public long LeaseUntil { get; init; }

    /// <summary>Workers that took it up since it last got on; those that gave it back do not count.</summary>
    public long Attempts { get; init; }

    public const string Receiving = "receiving", ThrownAway = "removed";

    public Caller Caller
    {
        get
        {
            DeskJson.TryWord<DeskRole>(Role, out var role);
            return new(KeyId, Partner, role, Countries.Split(',', StringSplitOptions.RemoveEmptyEntries), Cleared == 1);
        }
    }

    public bool IsDryRun => DryRun == 1;

    public bool ReplacesSource => Mode == DeskJson.Word(ImportMode.ReplaceSource);

    public double MostRemovedShare => double.Parse(MostRemoved, CultureInfo.InvariantCulture);

    public Dictionary<string, long> ReasonCounts => JsonSerializer.Deserialize<Dictionary<string, long>>(Reasons)!;

    /// <summary>An import whose file is on its way.</summary>
    internal static ImportJob Ask(string id, Caller caller, ImportOrder order, string? map, DateTimeOffset now) => new()
    {
        Id = id,
        KeyId = caller.KeyId,
        Partner = caller.Partner,
        Role = DeskJson.Word(caller.Role),
        Countries = string.Join(',', caller.Countries),
        Cleared = caller.Cleared ? 1 : 0,
        Source = order.Source,
        Mode = DeskJson.Word(order.Mode),
        DryRun = order.DryRun ? 1 : 0,
        Suggest = order.Suggest is { } suggest ? suggest ? 1 : 0 : null,
        MostRemoved = order.MostRemoved.ToString(CultureInfo.InvariantCulture),
        Map = map,
        Status = Receiving,
        CreatedAt = now.ToUnixTimeMilliseconds(),
    };

    public ImportAnswer Answer()
    {
        DeskJson.TryWord<ImportMode>(Mode, out var mode);
        DeskJson.TryWord<ImportStatus>(Status, out var status);
        return new(Id, Source, mode, IsDryRun, status, ReadCount, Created, Updated, Unchanged, Refused, Removed, ReasonCounts, LastLine, Size, Failure, At(CreatedAt), At(StartedAt), At(FinishedAt), At(ExpiresAt));
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } there ? At(there) : null;
}

/// <summary>What a caller asks of an import.</summary>
/// <param name="Source">The register.</param>
/// <param name="Mode">What happens to records that the file does not hold.</param>
/// <param name="DryRun">Only look.</param>
/// <param name="Suggest">Whether words may suggest sectors; null leaves it as it was with each record.</param>
/// <param name="MostRemoved">The share of the source's records that may be deleted, 0 to 1.</param>
internal sealed record ImportOrder(string Source, ImportMode Mode, bool DryRun, bool? Suggest, double MostRemoved);
