using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TradeDesk.Data;

namespace TradeDesk.Tests.Hosting;

/// <summary>Keeps what a desk under test logs as its own failure: a test that meets a 500 is to show its cause.</summary>
public sealed class FailureLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> failures = [];

    /// <summary>Everything so far, the last failure last.</summary>
    public string Text => string.Join('\n', failures);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && exception is not DatabaseAwayException)
            failures.Enqueue($"{formatter(state, exception)}\n{exception}");
    }

    public void Dispose()
    {
    }
}
