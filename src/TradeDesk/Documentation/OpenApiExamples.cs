using TradeDesk.Duplicates;
using TradeDesk.Exchange;
using TradeDesk.Matches;

namespace TradeDesk.Documentation;

/// <summary>Examples of whole documents; a test sends them to the service.</summary>
public static class OpenApiExamples
{
    public const string Enterprise =
        """
        {
          "source": "in-demo", "externalId": "PB-0042",
          "legalName": "Sutlej Ghee and Dairy Private Limited", "tradeNames": ["Sutlej Dairy"],
          "country": "IN", "region": "IN-PB", "city": "Ludhiana", "cluster": "ludhiana-dairy",
          "sizeClass": "small", "employees": 84, "established": 2009,
          "identifiers": [{ "scheme": "IN-UDYAM", "value": "UDYAM-PB-12-0001234" }],
          "ownership": { "womenLed": true },
          "sectors": ["dairy"],
          "activities": [{ "scheme": "NIC-2008", "code": "10504" }],
          "products": [{ "scheme": "HS-2022", "code": "040590", "label": "ghee" }],
          "certifications": ["FSSAI", "HACCP"], "languages": ["en", "hi", "pa"],
          "summary": "Ghee and paneer from 40,000 litres of milk a day.", "keywords": ["ghee", "paneer"],
          "exportsTo": ["AE", "OM"], "website": "https://example.org",
          "intents": [{
            "type": "distribution", "role": "seeks",
            "countries": { "accept": ["AE", "OM", "PL"] },
            "requires": { "certifications": [{ "code": "HALAL", "mandatory": false }] },
            "value": { "min": 50000, "max": 250000, "currency": "USD" },
            "summary": "Distributor for retail ghee in the Gulf.", "validUntil": "2030-06-30"
          }],
          "contact": { "name": "Asha Example", "email": "asha@example.org" },
          "verification": { "level": "partner-verified", "at": "2026-10-01" }
        }
        """;

    public const string MatchQuery =
        """
        {
          "needs": [{
            "legalName": "A Polish cheese maker", "country": "PL", "sectors": ["dairy"], "languages": ["en"],
            "intents": [{ "type": "supply", "role": "seeks", "products": [{ "scheme": "HS-2022", "code": "040590" }] }]
          }],
          "limit": 5, "explain": "reasons"
        }
        """;

    public const string MatchRun = """{ "limit": 5, "explain": "reasons", "policy": "default" }""";

    public const string Webhook = """{ "url": "https://hooks.example.org/tradedesk", "description": "Our register", "kind": "enterprise", "country": "PL" }""";

    public const string WebhookChange = """{ "country": null, "status": "paused" }""";

    public const string WebhookReplay = """{ "after": 118204 }""";

    public const string WebhookSecret = """{ "oldValidHours": 24 }""";

    public const string WebhookEvent =
        """
        {
          "specversion": "1.0", "id": "whk_01JD8Q4Z7K5V3M2N1P0R9S8T7W_118205", "source": "/v1/changes", "type": "tradedesk.enterprise.deleted",
          "time": "2026-11-02T09:30:00Z", "subject": "ent_01JD8Q4Z7K5V3M2N1P0R9S8T7W", "datacontenttype": "application/json",
          "data": { "sequence": 118205, "at": "2026-11-02T09:30:00Z", "kind": "enterprise", "op": "delete", "id": "ent_01JD8Q4Z7K5V3M2N1P0R9S8T7W", "version": 4, "source": "in-demo", "externalId": "PB-0042" }
        }
        """;

    public const string DuplicateDecision = """{ "decision": "same", "keep": "ent_01JD8Q4Z7K5V3M2N1P0R9S8T7W", "note": "One PAN; the chamber sent it again under its member number." }""";

    private static readonly Dictionary<Type, string> All = new()
    {
        [typeof(Enterprises.Enterprise)] = Enterprise,
        [typeof(MatchQueryRequest)] = MatchQuery,
        [typeof(MatchRunRequest)] = MatchRun,
        [typeof(WebhookRequest)] = Webhook,
        [typeof(WebhookChange)] = WebhookChange,
        [typeof(ReplayRequest)] = WebhookReplay,
        [typeof(SecretRequest)] = WebhookSecret,
        [typeof(WebhookEvent)] = WebhookEvent,
        [typeof(DuplicateDecisionRequest)] = DuplicateDecision,
    };

    /// <summary>The example of a type, or null.</summary>
    internal static string? Of(Type type) => All.GetValueOrDefault(type);
}
