using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("TradeDesk.Tests")]
