using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;
using TradeDesk.Access;
using TradeDesk.Matching;

namespace TradeDesk.Http;

/// <summary>The OpenAPI 3.1 document at <c>/openapi/v1.json</c> and the interactive documentation at <c>/docs</c>.</summary>
public static class OpenApiDocumentation
{
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.Configure<SwaggerOptions>(o =>
        {
            o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            o.RouteTemplate = "openapi/{documentName}.json";
        });
        return services.AddSwaggerGen(Describe);
    }

    public static void MapOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(o =>
        {
            o.RoutePrefix = "docs";
            o.SwaggerEndpoint("/openapi/v1.json", "TradeDesk v1");
            o.DocumentTitle = "TradeDesk API";
        });
    }

    private static void Describe(SwaggerGenOptions options)
    {
        options.SwaggerDoc("v1", new OpenApiInfo
        {
            Title = "TradeDesk",
            Version = "v1",
            Description = "The API of a Digital Trade Desk: enterprises and their partnership intents, matched by sector and intent with reasons, and exchanged without losing a record. Every error is a problem (RFC 9457) of a kind that `GET /problems` explains.",
            Contact = new OpenApiContact { Name = "The desk that runs this service", Url = new Uri("/docs", UriKind.Relative) },
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        });
        options.AddServer(new OpenApiServer { Url = "/", Description = "This desk" });
        options.DescribeAllParametersInCamelCase();
        foreach (var assembly in new[] { typeof(OpenApiDocumentation).Assembly, typeof(MatchIndex).Assembly })
            if (Path.ChangeExtension(assembly.Location, ".xml") is var file && File.Exists(file))
                options.IncludeXmlComments(file);
        options.MapType<Contributions>(() => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } });
        options.AddSecurityDefinition(KeyAuthentication.Scheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = KeyAuthentication.Header,
            Description = "A key of the desk; it is bound to a partner, a role and countries.",
        });
        options.SchemaFilter<WordSchemaFilter>();
        options.SchemaFilter<NullableReferenceFilter>();
        options.OperationFilter<OperationRulesFilter>();
        options.DocumentFilter<TagFilter>();
    }

    /// <summary>Enums as the words that travel.</summary>
    private sealed class WordSchemaFilter : ISchemaFilter
    {
        public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
        {
            if (schema is not OpenApiSchema enumeration || !context.Type.IsEnum)
                return;
            enumeration.Type = JsonSchemaType.String;
            enumeration.Format = null;
            enumeration.Enum = [.. Words(context.Type).Select(w => (System.Text.Json.Nodes.JsonNode)w)];
        }

        private static IReadOnlyList<string> Words(Type type) =>
            (IReadOnlyList<string>)typeof(DeskJson).GetMethod(nameof(DeskJson.AllWords))!.MakeGenericMethod(type).Invoke(null, null)!;
    }

    /// <summary>A member that may be absent and is an object of its own; and answers that may grow new members.</summary>
    private sealed class NullableReferenceFilter : ISchemaFilter
    {
        private static readonly NullabilityInfoContext Nullability = new();

        public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
        {
            if (schema is not OpenApiSchema { Properties.Count: > 0 } described)
                return;
            foreach (var member in context.Type.GetProperties())
            {
                var name = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.Name);
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
    private sealed class OperationRulesFilter : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
            var open = metadata.OfType<IAllowAnonymous>().Any();
            operation.Security = open ? [] : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyAuthentication.Scheme, context.Document)] = [] }];
            operation.Description ??= operation.Summary + ".";
            foreach (var (status, response) in operation.Responses ?? [])
                Complete(status, (OpenApiResponse)response);
            var statuses = operation.Responses?.Keys.ToHashSet() ?? [];
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

    private sealed class TagFilter : IDocumentFilter
    {
        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => swaggerDoc.Tags = new HashSet<OpenApiTag>
        {
            new() { Name = "Enterprises", Description = "SME profiles and their partnership intents" },
            new() { Name = "Matches", Description = "The best peers on the other side, scored in both directions and explained" },
            new() { Name = "Reference data", Description = "Sectors, countries, partnership types and scoring policies; public" },
            new() { Name = "Health", Description = "Is the desk up, and can it work" },
        };
    }
}
