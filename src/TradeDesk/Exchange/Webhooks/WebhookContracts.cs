namespace TradeDesk.Exchange;

/// <summary>A new subscription. Without filters it is sent every change that your key may see.</summary>
public sealed record WebhookRequest
{
    /// <summary>Where events are sent by POST: https, a host with public addresses, no user name, at most 2,000 characters.</summary>
    public required string Url { get; init; }

    /// <summary>What it is for, in your words; at most 500 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Only changes of a kind: <c>enterprise</c>, <c>code-system</c>, or <c>key</c>, <c>webhook</c> and <c>duplicate</c> (administrators only).</summary>
    public string? Kind { get; init; }

    /// <summary>Only <c>upsert</c>, or only <c>delete</c>.</summary>
    public string? Op { get; init; }

    /// <summary>Only enterprises of a country, ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>Only enterprises of a register or feed.</summary>
    public string? Source { get; init; }

    /// <summary>Start behind this sequence, such as that of an export; absent: with what is written from now on.</summary>
    public long? After { get; init; }
}

/// <summary>What of a subscription may be changed by <c>PATCH</c>.</summary>
public sealed record WebhookChange
{
    /// <summary>As at creation. A new address is tried at once.</summary>
    public string? Url { get; init; }

    /// <summary>What it is for; at most 500 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Only changes of a kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Only <c>upsert</c>, or only <c>delete</c>.</summary>
    public string? Op { get; init; }

    /// <summary>Only enterprises of a country, ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>Only enterprises of a register or feed.</summary>
    public string? Source { get; init; }

    /// <summary><c>active</c> or <c>paused</c>; <c>active</c> also ends <c>disabled</c> and tries at once.</summary>
    public WebhookStatus? Status { get; init; }
}

/// <summary>Whether a subscription is sent events.</summary>
public enum WebhookStatus
{
    /// <summary>Events are sent.</summary>
    Active = 1,

    /// <summary>Its owner stopped it; it goes on where it stands.</summary>
    Paused = 2,

    /// <summary>The desk stopped it and says why; nothing is lost, it goes on where it stands.</summary>
    Disabled = 3,
}

/// <summary>A subscription.</summary>
/// <param name="Id">Of the subscription.</param>
/// <param name="Version">Grows with every change of the subscription, not with deliveries.</param>
/// <param name="Url">Where events are sent.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Kind">Only changes of a kind.</param>
/// <param name="Op">Only <c>upsert</c>, or only <c>delete</c>.</param>
/// <param name="Country">Only enterprises of a country.</param>
/// <param name="Source">Only enterprises of a register or feed.</param>
/// <param name="Status"><c>active</c>, <c>paused</c> or <c>disabled</c>.</param>
/// <param name="Reason">Why it is disabled, and what to do.</param>
/// <param name="Position">Everything up to this sequence of the change log is delivered, or filtered out.</param>
/// <param name="FailedAttempts">Of the next event; 0 when nothing is wrong.</param>
/// <param name="FailingSince">When the next event failed first.</param>
/// <param name="NextAttemptAt">When it is tried again.</param>
/// <param name="LastError">Why the last attempt failed.</param>
/// <param name="DeliveredAt">When an event was delivered last.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
/// <param name="Secret">The signing secret, <c>whsec_</c> and base64. Only in the answer to its creation: keep it.</param>
public sealed record WebhookAnswer(
    string Id, long Version, string Url, string? Description, string? Kind, string? Op, string? Country, string? Source, WebhookStatus Status, string? Reason,
    long Position, long FailedAttempts, DateTimeOffset? FailingSince, DateTimeOffset? NextAttemptAt, string? LastError, DateTimeOffset? DeliveredAt,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string? Secret);

/// <summary>How to change to a new secret. An empty object takes the default.</summary>
public sealed record SecretRequest
{
    /// <summary>For so many hours the old secret signs too, 0 to 168; default 24. With 0 all old ones end at once.</summary>
    public int? OldValidHours { get; init; }
}

/// <summary>A new secret, shown this once.</summary>
/// <param name="Secret"><c>whsec_</c> and base64.</param>
/// <param name="OldValidUntil">Until then each event carries two signatures, of the new secret and of the old one.</param>
public sealed record SecretAnswer(string Secret, DateTimeOffset OldValidUntil);

/// <summary>From where events are sent again.</summary>
public sealed record ReplayRequest
{
    /// <summary>A sequence of the change log; the next event is the first one behind it. 0 for the oldest that is kept.</summary>
    public required long After { get; init; }
}

/// <summary>What came of a test event.</summary>
/// <param name="Delivered">The endpoint answered 2xx.</param>
/// <param name="Status">The HTTP status it answered with.</param>
/// <param name="DurationMs">Milliseconds until it did, or until it was given up.</param>
/// <param name="Error">What was wrong.</param>
public sealed record PingAnswer(bool Delivered, int? Status, long DurationMs, string? Error);

/// <summary>One attempt to deliver an event.</summary>
/// <param name="EventId">The <c>webhook-id</c> that was sent, the same at every attempt.</param>
/// <param name="Sequence">Of the change.</param>
/// <param name="Type">Of the event.</param>
/// <param name="RecordId">The record that changed.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Delivered">The endpoint answered 2xx.</param>
/// <param name="Status">The HTTP status it answered with.</param>
/// <param name="DurationMs">Milliseconds until it did, or until it was given up.</param>
/// <param name="Error">What was wrong.</param>
/// <param name="At">When.</param>
public sealed record WebhookDelivery(string EventId, long Sequence, string Type, string RecordId, int Attempt, bool Delivered, int? Status, long DurationMs, string? Error, DateTimeOffset At);

/// <summary>What an endpoint is sent: a CloudEvent 1.0 in structured mode, signed as Standard Webhooks has it.</summary>
/// <param name="Specversion"><c>1.0</c>.</param>
/// <param name="Id">As the header <c>webhook-id</c>: the same at every attempt.</param>
/// <param name="Source"><c>/v1/changes</c>.</param>
/// <param name="Type"><c>tradedesk.enterprise.upserted</c>, <c>tradedesk.enterprise.deleted</c>, <c>tradedesk.code-system.upserted</c> and so on.</param>
/// <param name="Time">When the change was written.</param>
/// <param name="Subject">The id of the record.</param>
/// <param name="Datacontenttype"><c>application/json</c>.</param>
/// <param name="Data">The change as the feed has it.</param>
public sealed record WebhookEvent(string Specversion, string Id, string Source, string Type, DateTimeOffset Time, string Subject, string Datacontenttype, WebhookEventData Data);

/// <summary>One change, as <c>GET /v1/changes</c> has it.</summary>
/// <param name="Sequence">Place in the change log. Events of a subscription come in this order.</param>
/// <param name="At">When it was written.</param>
/// <param name="Kind"><c>enterprise</c>, <c>code-system</c>, or <c>key</c>, <c>webhook</c> and <c>duplicate</c> (administrators only).</param>
/// <param name="Op"><c>upsert</c>, or <c>delete</c> for a tombstone.</param>
/// <param name="Id">The record.</param>
/// <param name="Version">Its version; of two states the one with the higher version is the newer.</param>
/// <param name="Source">Register or feed of an enterprise.</param>
/// <param name="ExternalId">The partner's own id of an enterprise.</param>
/// <param name="Document">The enterprise as it is now. Left out of a deletion, and where the event would be larger than 20 kB.</param>
/// <param name="DocumentAt">Where to read a document that was too large: the record by its source.</param>
public sealed record WebhookEventData(
    long Sequence, DateTimeOffset At, string Kind, string Op, string Id, long Version, string? Source = null, string? ExternalId = null, Enterprises.Enterprise? Document = null, string? DocumentAt = null);

/// <summary>A test event, sent when its owner asks for it.</summary>
/// <param name="Specversion"><c>1.0</c>.</param>
/// <param name="Id">As the header <c>webhook-id</c>.</param>
/// <param name="Source"><c>/v1/changes</c>.</param>
/// <param name="Type"><c>tradedesk.ping</c>.</param>
/// <param name="Time">When it was sent.</param>
/// <param name="Subject">The id of the webhook.</param>
/// <param name="Datacontenttype"><c>application/json</c>.</param>
/// <param name="Data">The webhook.</param>
public sealed record WebhookPing(string Specversion, string Id, string Source, string Type, DateTimeOffset Time, string Subject, string Datacontenttype, WebhookPingData Data);

/// <summary>What a test event carries.</summary>
/// <param name="Id">The id of the webhook.</param>
public sealed record WebhookPingData(string Id);
