using System.Text.Json.Nodes;

namespace TradeDesk.Tests.Hosting;

/// <summary>Documents to send.</summary>
public static class Samples
{
    public static JsonObject IndianDairy(string externalId = "PB-0042", string source = "in-test") => JsonNode.Parse($$"""
        {
          "source": "{{source}}", "externalId": "{{externalId}}", "legalName": "Sutlej Ghee and Dairy Private Limited", "tradeNames": ["Sutlej Dairy"],
          "country": "IN", "region": "IN-PB", "city": "Ludhiana", "sizeClass": "small", "employees": 84, "established": 2009,
          "identifiers": [{ "scheme": "IN-UDYAM", "value": "UDYAM-PB-12-0001234" }], "ownership": { "womenLed": true },
          "activities": [{ "scheme": "NIC-2008", "code": "10504" }], "products": [{ "scheme": "HS-2022", "code": "040590", "label": "ghee" }],
          "certifications": ["FSSAI", "HACCP"], "languages": ["en", "hi"], "summary": "Ghee and paneer from fresh milk.", "keywords": ["ghee", "paneer"],
          "exportsTo": ["AE", "OM"], "website": "https://example.org",
          "intents": [{ "type": "distribution", "role": "seeks", "countries": { "accept": ["AE", "OM", "PL"] },
                        "requires": { "certifications": [{ "code": "HALAL" }] }, "value": { "min": 50000, "max": 250000, "currency": "USD" },
                        "summary": "Distributor for retail ghee.", "validUntil": "2099-06-30" }],
          "contact": { "name": "A Person", "email": "person@example.org", "phone": "+91 1" }
        }
        """)!.AsObject();

    public static JsonObject GulfDistributor(string externalId = "AE-1", string source = "ae-test") => JsonNode.Parse($$"""
        {
          "source": "{{source}}", "externalId": "{{externalId}}", "legalName": "Gulf Dairy Trading", "country": "AE", "sectors": ["dairy"],
          "products": [{ "scheme": "HS-2022", "code": "040590" }], "languages": ["en", "ar"], "keywords": ["ghee", "cheese"], "certifications": ["HALAL"],
          "intents": [{ "type": "distribution", "role": "offers", "value": { "min": 10000, "max": 100000, "currency": "USD" } }]
        }
        """)!.AsObject();

    /// <summary>The least that is taken.</summary>
    public static JsonObject Small(string source, string externalId = "1", string country = "PL", string name = "Small Enterprise") =>
        new() { ["source"] = source, ["externalId"] = externalId, ["legalName"] = name, ["country"] = country };

    /// <summary>The same document with one member set (a JSON text) or removed (null).</summary>
    public static JsonObject With(this JsonObject document, string member, string? json)
    {
        document.Remove(member);
        if (json is not null)
            document[member] = JsonNode.Parse(json);
        return document;
    }
}
