using TradeDesk.Commands;

return await CommandLine.RunAsync(args);
