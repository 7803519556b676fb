using Microsoft.Extensions.DependencyInjection.Extensions;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Documentation;
using TradeDesk.Duplicates;
using TradeDesk.Enterprises;
using TradeDesk.Exchange;
using TradeDesk.Health;
using TradeDesk.Http;
using TradeDesk.Matches;
using TradeDesk.Taxonomy;

namespace TradeDesk;

/// <summary>The whole desk, one line per feature.</summary>
public static class TradeDeskApplication
{
    /// <summary>What every command needs: configuration, database, domain.</summary>
    public static void AddTradeDesk(this IHostApplicationBuilder builder)
    {
        // Read once: the settings name a country before there is anything to resolve it from.
        var countries = new CountryCatalog();
        builder.Services.AddSingleton(MatchRunSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(ChangeLogSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(ImportSettings.Read(builder.Configuration));
        builder.Services.AddSingleton(WebhookSettings.Read(builder.Configuration));
        var configuration = DeskConfiguration.Read(builder.Configuration, countries);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(configuration.Desk);
        builder.Services.AddSingleton(configuration.Access);
        builder.Services.AddSingleton(configuration.Policies);
        builder.Services.AddSingleton(configuration.SavedIndex);
        builder.Services.AddDatabase(configuration.Dialect, configuration.Database);
        builder.Services.AddTaxonomy(countries);
        builder.Services.AddEnterprises();
        builder.Services.AddExchange();
        builder.Services.AddKeys();
    }

    /// <summary>The service.</summary>
    public static WebApplication Build(string[] arguments, Action<WebApplicationBuilder>? adjust = null)
    {
        // The settings file lies beside the program, whatever folder it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        adjust?.Invoke(builder);
        builder.WebHost.ConfigureKestrel(o => (o.AddServerHeader, o.Limits.MaxRequestBodySize, o.Limits.MinResponseDataRate) = (false, BodyLimits.Received, new(LongAnswers.LeastRate, LongAnswers.Patience)));
        builder.AddTradeDesk();
        builder.Services.AddMigrationsAtStart();
        builder.Services.AddHostedService<ChangeLogRetention>();
        builder.Services.AddKeyAuthentication();
        builder.Services.AddIdempotency();
        builder.Services.AddMatches();
        builder.Services.AddImports();
        builder.Services.AddWebhooks();
        builder.Services.AddDuplicates();
        builder.Services.AddDeskProblems();
        builder.Services.AddRequestDecompression();
        builder.Services.AddDeskCompression();
        builder.Services.AddOpenApiDocument();
        builder.Services.ConfigureHttpJsonOptions(o => DeskJson.Apply(o.SerializerOptions));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));

        var app = builder.Build();
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseRequestDecompression();
        app.UseBodyLimits();
        app.UseEncodedSlashes();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseKnownParameters();
        app.UseIdempotentPosts();
        app.MapTaxonomy();
        app.MapCodeSystems();
        app.MapEnterprises();
        app.MapFeed();
        app.MapImports();
        app.MapWebhooks();
        app.MapMatches();
        app.MapDuplicates();
        app.MapProblems();
        app.MapDeskHealth();
        app.MapOpenApiDocument();
        return app;
    }
}
