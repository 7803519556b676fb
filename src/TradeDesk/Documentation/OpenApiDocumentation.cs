using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;
using TradeDesk.Access;
using TradeDesk.Matching;

namespace TradeDesk.Documentation;

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
            Contact = new OpenApiContact { Name = "The desk that runs this service" },
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
        options.SchemaFilter<ExampleFilter>();
        options.OperationFilter<OperationRulesFilter>();
        options.OperationFilter<ImportBodyFilter>();
        options.DocumentFilter<TagFilter>();
        options.DocumentFilter<WebhookFilter>();
    }
}
