using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Taxonomy;

namespace TradeDesk.Commands;

/// <summary>The desk without its web server, for one command.</summary>
internal static class CommandHost
{
    /// <summary>Builds the desk by the same settings as the service, migrates, takes the code lists that were loaded, and runs the work.</summary>
    public static async Task<int> RunAsync(string[] settings, Func<IServiceProvider, Task<int>> work, CancellationToken cancellation)
    {
        using var host = Build(settings);
        await host.Services.GetRequiredService<Migrations>().RunAsync(cancellation);
        await host.Services.GetRequiredService<CodeLists>().LoadAsync(cancellation);
        return await work(host.Services);
    }

    /// <summary>The desk, not yet migrated.</summary>
    public static IHost Build(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddSimpleConsole(o => o.SingleLine = true).AddFilter(level => level >= LogLevel.Warning);
        builder.AddTradeDesk();
        return builder.Build();
    }

    /// <summary>The administrator at the command line, writing for a partner.</summary>
    public static Caller Administrator(string partner) => new("command-line", partner, DeskRole.Admin, [], Cleared: true);
}
