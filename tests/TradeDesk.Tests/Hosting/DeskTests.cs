using NUnit.Framework.Interfaces;

namespace TradeDesk.Tests.Hosting;

/// <summary>Tests that share one desk over a database of their own; each test writes under names it makes for itself.</summary>
public abstract class DeskTests(string provider = "Sqlite")
{
    protected TestDatabase Database { get; private set; } = null!;

    protected Desk Desk { get; private set; } = null!;

    protected HttpClient Admin => Desk.Admin;

    [OneTimeSetUp]
    public async Task Start() => Desk = await Desk.StartAsync(Database = new TestDatabase(provider));

    [TearDown]
    public void ShowFailures()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            TestContext.Out.WriteLine(Desk.Failures.Text);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Desk is not null)
            await Desk.DisposeAsync();
        Database?.Dispose();
    }

    /// <summary>A name that no other test has: for a source, a partner, a cluster or a word to search for.</summary>
    protected static string New(string what) => what + Guid.NewGuid().ToString("N")[..10];
}
