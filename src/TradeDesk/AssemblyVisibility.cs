using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("TradeDesk.Tests")]
[assembly: InternalsVisibleTo("TradeDesk.Benchmarks")]
