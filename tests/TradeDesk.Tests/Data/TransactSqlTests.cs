using Microsoft.SqlServer.TransactSql.ScriptDom;
using TradeDesk.Data;

namespace TradeDesk.Tests.Data;

public sealed class TransactSqlTests
{
    private static readonly SqlServerDialect SqlServer = new();

    private static IEnumerable<TestCaseData> Statements() =>
        SqlTexts.In(SqlServer)
            .Concat(Migrations.For(SqlServer).SelectMany(m => m.Statements.Select((s, i) => ($"migration {m.Number} statement {i + 1}", s))))
            .Concat([("hold change log", SqlServer.HoldChangeLog!), ("hold migrations", SqlServer.HoldMigrations!), ("table exists", SqlServer.TableExists)])
            .Select(t => new TestCaseData(t.Item2).SetName($"T-SQL parses: {t.Item1}"));

    [TestCaseSource(nameof(Statements))]
    public void Every_statement_parses(string statement)
    {
        // Dapper expands "IN @list" into a parenthesised list before the server sees it.
        var text = System.Text.RegularExpressions.Regex.Replace(statement, @"IN (@\w+)", "IN ($1)");
        using var reader = new StringReader(text);
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        Assert.That(errors.Select(e => $"{e.Line}:{e.Column} {e.Message}"), Is.Empty, text);
    }

    [TestCaseSource(nameof(Statements))]
    public void No_statement_uses_what_Babelfish_lacks(string statement) =>
        Assert.That(statement, Does.Not.Match(@"\bMERGE\b|\bWAITFOR\b|CREATE OR ALTER|COLUMNSTORE|LIMIT @"));

    [Test]
    public void All_texts_are_found() => Assert.That(SqlTexts.In(SqlServer).Count(), Is.GreaterThan(20));
}
