namespace TradeDesk.Exchange;

/// <summary>Bulk import and export.</summary>
public static class ExchangeRegistration
{
    public static IServiceCollection AddExchange(this IServiceCollection services) => services
        .AddSingleton<ImportReader>()
        .AddSingleton<Importer>()
        .AddSingleton<ChangeFeed>();
}
