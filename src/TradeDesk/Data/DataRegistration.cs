using Microsoft.Extensions.DependencyInjection.Extensions;

namespace TradeDesk.Data;

/// <summary>The database, its migrations and the change log.</summary>
public static class DataRegistration
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, Dialect dialect, DatabaseSettings settings)
    {
        services.TryAddSingleton(dialect);
        return services
            .AddDatabaseResilience(dialect, settings.Deadline)
            .AddSingleton(settings)
            .AddSingleton<Database>()
            .AddSingleton<Migrations>()
            .AddSingleton<ChangeSignal>()
            .AddSingleton<ChangeLog>();
    }

    /// <summary>Migrates before the server listens.</summary>
    public static IServiceCollection AddMigrationsAtStart(this IServiceCollection services) =>
        services.AddSingleton<IHostedService, MigrationsAtStart>();

    /// <summary>Follows the change log for a reader.</summary>
    public static IServiceCollection AddChangeReader<TReader>(this IServiceCollection services)
        where TReader : class, IChangeReader => services
        .AddSingleton<TReader>()
        .AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ChangeFollower>(provider, provider.GetRequiredService<TReader>()));

    private sealed class MigrationsAtStart(Migrations migrations) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => migrations.RunAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
