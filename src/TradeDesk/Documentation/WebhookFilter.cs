using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using TradeDesk.Exchange;

namespace TradeDesk.Documentation;

/// <summary>The requests that the desk sends, in the <c>webhooks</c> part of the document.</summary>
internal sealed class WebhookFilter : IDocumentFilter
{
    private static readonly (string Name, string Description)[] Headers =
    [
        ("webhook-id", "Of the event; the same at every attempt, so that one that came before is known."),
        ("webhook-timestamp", "Of this attempt, seconds since 1970 UTC; refuse what is older than five minutes."),
        ("webhook-signature", "One or two signatures, parted by blanks: v1, a comma, and base64 of HMAC-SHA256 over id.timestamp.body with the secret. One that holds is enough."),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => swaggerDoc.Webhooks = new Dictionary<string, IOpenApiPathItem>
    {
        ["change"] = Sent(typeof(WebhookEvent), "changeEvent", "A change", "Sent to the url of a webhook, one event a request and the next one when this one was answered 2xx. Anything else, also a redirect, is a failure and is tried again: after 5 s, 5 and 30 min, 2, 5, 10, 14, 20 and 24 h.", swaggerDoc, context),
        ["ping"] = Sent(typeof(WebhookPing), "pingEvent", "A test event", "Sent when it is asked for, and not again.", swaggerDoc, context),
    };

    private static OpenApiPathItem Sent(Type type, string id, string summary, string description, OpenApiDocument document, DocumentFilterContext context)
    {
        var body = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository) };
        var operation = new OpenApiOperation
        {
            OperationId = id,
            Summary = summary,
            Description = description,
            Tags = new HashSet<OpenApiTagReference> { new("Data exchange", document) },
            Security = [],
            Parameters = [.. Headers.Select(h => new OpenApiParameter { Name = h.Name, In = ParameterLocation.Header, Required = true, Description = h.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } })],
            RequestBody = new OpenApiRequestBody { Required = true, Description = "A CloudEvent 1.0 in structured mode.", Content = new Dictionary<string, IOpenApiMediaType> { [WebhookBody.MediaType] = body } },
            Responses = new OpenApiResponses
            {
                ["204"] = new OpenApiResponse { Description = "Taken; any 2xx will do. The body of the answer is not read." },
                ["410"] = new OpenApiResponse { Description = "Wants no more events: the webhook is disabled." },
                ["429"] = new OpenApiResponse { Description = "Too many; `Retry-After` is heeded, here and with 503." },
            },
        };
        return new OpenApiPathItem { Operations = new() { [HttpMethod.Post] = operation } };
    }
}
