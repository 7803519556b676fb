using TradeDesk.Access;
using TradeDesk.Http;

namespace TradeDesk.Exchange;

/// <summary>A subscription as it lies in the database: a cursor over the change log, and how its next event fares.</summary>
public sealed record Webhook
{
    public string Id { get; init; } = "";

    /// <summary>Counts changes of the subscription, not deliveries.</summary>
    public long Version { get; init; }

    public string Partner { get; init; } = "";

    /// <summary>The key whose rights decide what it is sent.</summary>
    public string KeyId { get; init; } = "";

    public string Url { get; init; } = "";

    public string? Description { get; init; }

    public string? Kind { get; init; }

    public string? Op { get; init; }

    public string? Country { get; init; }

    public string? Source { get; init; }

    public string Secret { get; init; } = "";

    public string? OldSecret { get; init; }

    /// <summary>Milliseconds since 1970 UTC, as all instants here.</summary>
    public long? OldSecretUntil { get; init; }

    /// <summary>The request that made the secret, so that it finds it when it was broken off and runs again; null for the first secret.</summary>
    public string? SecretMade { get; init; }

    public string Status { get; init; } = "";

    /// <summary>Why it is disabled.</summary>
    public string? Reason { get; init; }

    /// <summary>Everything up to this sequence is delivered or filtered out.</summary>
    public long Position { get; init; }

    /// <summary>Failed attempts of the next event.</summary>
    public long Attempt { get; init; }

    public long? FailingSince { get; init; }

    /// <summary>Not before this instant is it anyone's turn to deliver.</summary>
    public long NextAt { get; init; }

    public string? LastError { get; init; }

    public long? DeliveredAt { get; init; }

    public long CreatedAt { get; init; }

    public long UpdatedAt { get; init; }

    public ChangeFilter Filter => new(Kind, Country, Source);

    /// <summary>Of an event, the same at every attempt.</summary>
    public string EventId(long sequence) => $"{Id}_{sequence}";

    /// <summary>The secrets that sign at an instant, the newest first.</summary>
    public IEnumerable<string> Secrets(DateTimeOffset now) => IsRotating(now) ? [Secret, OldSecret!] : [Secret];

    /// <summary>The secret before still signs too.</summary>
    public bool IsRotating(DateTimeOffset now) => OldSecret is not null && OldSecretUntil > now.ToUnixTimeMilliseconds();

    /// <summary>A new subscription with the rights of the key that asks for it.</summary>
    public static Webhook Ask(string id, WebhookRequest request, Caller caller, DateTimeOffset now) => new()
    {
        Id = id,
        Partner = caller.Partner,
        KeyId = caller.KeyId,
        Url = request.Url,
        Description = request.Description,
        Kind = request.Kind,
        Op = request.Op,
        Country = request.Country,
        Source = request.Source,
        Secret = WebhookSignature.NewSecret(),
        Status = DeskJson.Word(WebhookStatus.Active),
        NextAt = now.ToUnixTimeMilliseconds(),
        CreatedAt = now.ToUnixTimeMilliseconds(),
        UpdatedAt = now.ToUnixTimeMilliseconds(),
    };

    /// <summary>What of it may be changed, as it is.</summary>
    public WebhookChange Change() => new()
    {
        Url = Url,
        Description = Description,
        Kind = Kind,
        Op = Op,
        Country = Country,
        Source = Source,
        Status = DeskJson.TryWord<WebhookStatus>(Status, out var status) ? status : null,
    };

    /// <summary>What a change makes of it.</summary>
    public Webhook Changed(WebhookChange change, Caller caller) => this with
    {
        // What a key may not see, it must not have sent to an address of its choice; and an administrator must not lend its eyes to a partner.
        KeyId = caller.Partner == Partner ? caller.KeyId : KeyId,
        Url = change.Url ?? "",
        Description = change.Description,
        Kind = change.Kind,
        Op = change.Op,
        Country = change.Country,
        Source = change.Source,
        Status = change.Status is { } status ? DeskJson.Word(status) : "",
        Reason = change.Status == WebhookStatus.Disabled ? Reason : null,
    };

    /// <param name="withSecret">In the one answer that shows it.</param>
    public WebhookAnswer Answer(bool withSecret = false)
    {
        DeskJson.TryWord<WebhookStatus>(Status, out var status);
        return new(Id, Version, Url, Description, Kind, Op, Country, Source, status, Reason, Position, Attempt, At(FailingSince), Attempt > 0 ? At(NextAt) : null, LastError, At(DeliveredAt), At(CreatedAt), At(UpdatedAt), withSecret ? Secret : null);
    }

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static DateTimeOffset? At(long? milliseconds) => milliseconds is { } there ? At(there) : null;
}

/// <summary>One attempt as it lies in the history.</summary>
public sealed record StoredDelivery
{
    public long Number { get; init; }

    public long Sequence { get; init; }

    public string Type { get; init; } = "";

    public string RecordId { get; init; } = "";

    public long Attempt { get; init; }

    public long Delivered { get; init; }

    public long? Status { get; init; }

    /// <summary>Milliseconds.</summary>
    public long Duration { get; init; }

    public string? Error { get; init; }

    /// <summary>Milliseconds since 1970 UTC.</summary>
    public long At { get; init; }

    public WebhookDelivery Answer(string webhookId) =>
        new($"{webhookId}_{Sequence}", Sequence, Type, RecordId, (int)Attempt, Delivered == 1, (int?)Status, Duration, Error, DateTimeOffset.FromUnixTimeMilliseconds(At));
}
