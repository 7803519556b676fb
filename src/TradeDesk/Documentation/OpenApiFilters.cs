using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using TradeDesk.Access;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;
using TradeDesk.Http;

namespace TradeDesk.Documentation;

/// <summary>Enums as the words that travel.</summary>
internal sealed class WordSchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema enumeration || !context.Type.IsEnum)
            return;
        enumeration.Type = JsonSchemaType.String;
        enumeration.Format = null;
        enumeration.Enum = [.. Words(context.Type).Select(w => (JsonNode)w)];
    }

    private static IReadOnlyList<string> Words(Type type) =>
        (IReadOnlyList<string>)typeof(DeskJson).GetMethod(nameof(DeskJson.AllWords))!.MakeGenericMethod(type).Invoke(null, null)!;
}

/// <summary>A member that may be absent and is an object of its own; and answers that may grow new members.</summary>
internal sealed class NullableReferenceFilter : ISchemaFilter
{
    private static readonly NullabilityInfoContext Nullability = new();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties.Count: > 0 } described)
            return;
        foreach (var member in context.Type.GetProperties())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(member.Name);
            if (described.Properties.TryGetValue(name, out var property) && property is OpenApiSchemaReference reference && MayBeNull(member))
                described.Properties[name] = new OpenApiSchema { OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        }

        described.AdditionalPropertiesAllowed = true;
    }

    private static bool MayBeNull(PropertyInfo member)
    {
        lock (Nullability)
            return Nullable.GetUnderlyingType(member.PropertyType) is not null || Nullability.Create(member).ReadState == NullabilityState.Nullable;
    }
}

/// <summary>Security, problem media types and the headers of conditional requests, on each operation.</summary>
internal sealed class OperationRulesFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var open = metadata.OfType<IAllowAnonymous>().Any();
        operation.Security = open ? [] : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyAuthentication.Scheme, context.Document)] = [] }];
        operation.Description ??= operation.Summary + ".";
        // What writes may find no room; an Idempotency-Key is written too.
        if (context.ApiDescription.HttpMethod != HttpMethods.Get && operation.Responses?.GetValueOrDefault("503") is { } away)
            operation.Responses["507"] = new OpenApiResponse { Content = away.Content?.ToDictionary() };
        foreach (var (status, response) in operation.Responses ?? [])
            Complete(status, (OpenApiResponse)response);
        var statuses = operation.Responses?.Keys.ToHashSet() ?? [];
        if (context.ApiDescription.HttpMethod == HttpMethods.Post)
            AddHeader(operation, IdempotentPosts.Header, "Names this request, so that sending it again does its work once: the first answer comes again for 24 hours. 1 to 200 visible ASCII characters, for instance a UUID.", required: false);
        if (statuses.Contains("304"))
            AddHeader(operation, "If-None-Match", "The ETag of the version you have; 304 when it is still current.", required: false);
        if (statuses.Contains("412"))
            AddHeader(operation, "If-Match", "The ETag of the version you read.", required: statuses.Contains("428"));
    }

    private static void Complete(string status, OpenApiResponse response)
    {
        if (int.TryParse(status, out var code) && code >= 400)
            response.Description = Problem.ForStatus(code).Title;
        if (status[0] is '4' or '5' && response.Content?.Remove("application/json", out var problem) == true)
            response.Content["application/problem+json"] = problem;
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description, bool required) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Header,
            Description = description,
            Required = required,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
}

/// <summary>The body of an import: the endpoint reads it itself, so that it can say what is wrong with it.</summary>
internal sealed class ImportBodyFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (operation.OperationId != ImportApi.Start)
            return;
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The CSV file, plain or as application/gzip." };
        var map = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The column map as JSON." };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [ImportUpload.Ndjson] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(typeof(Enterprise), context.SchemaRepository) },
                [ImportUpload.Multipart] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Required = new HashSet<string> { "map", "file" }, Properties = new Dictionary<string, IOpenApiSchema> { ["map"] = map, ["file"] = file } } },
            },
        };
    }
}

/// <summary>What each group of operations is.</summary>
internal sealed class TagFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => swaggerDoc.Tags = new HashSet<OpenApiTag>
    {
        new() { Name = "Enterprises", Description = "SME profiles and their partnership intents" },
        new() { Name = "Data exchange", Description = "A register kept in step: everything once, then every change" },
        new() { Name = "Matches", Description = "The best peers on the other side, scored in both directions and explained" },
        new() { Name = "Duplicates", Description = "Records of several sources that are likely one firm: evidence, decisions, merges that can be undone" },
        new() { Name = "Reference data", Description = "Sectors, countries, partnership types and scoring policies; public" },
        new() { Name = "Health", Description = "Is the desk up, and can it work" },
    };
}

/// <summary>Whole documents as examples, where a reader would otherwise have to puzzle them together.</summary>
internal sealed class ExampleFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is OpenApiSchema described && OpenApiExamples.Of(context.Type) is { } example)
            described.Examples = [JsonNode.Parse(example)!];
    }
}
