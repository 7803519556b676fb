namespace TradeDesk.Tests.Exchange;

public sealed class SuggestingImportTests
{
    private const string OnlyText = """{ "source": "s", "externalId": "1", "legalName": "Example Industries", "country": "IN", "keywords": ["desi ghee", "paneer"] }""";
    private const string Stated = """{ "source": "s", "externalId": "2", "legalName": "Example Roasters", "country": "IN", "sectors": ["coffee"], "keywords": ["desi ghee"] }""";

    [Test]
    public async Task Words_suggest_sectors_when_asked_and_the_next_import_changes_nothing()
    {
        using var desk = await ImportDesk.OpenAsync();
        await desk.NdjsonAsync(OnlyText, Stated);
        Assert.That((await desk.FindAsync("s", "1"))!["suggestedSectors"], Is.Null);
        var report = await desk.SuggestingAsync(OnlyText, Stated);
        Assert.That((report.Updated, report.Unchanged), Is.EqualTo((1, 1)));
        Assert.That((string?)(await desk.FindAsync("s", "1"))!["suggestedSectors"]![0]!["slug"], Is.EqualTo("ghee-butter").Or.EqualTo("cheese-paneer-curd").Or.EqualTo("dairy"));
        Assert.That((await desk.FindAsync("s", "2"))!["suggestedSectors"], Is.Null);
        Assert.That((await desk.SuggestingAsync(OnlyText, Stated)).Unchanged, Is.EqualTo(2));
        Assert.That((await desk.NdjsonAsync(OnlyText, Stated)).Unchanged, Is.EqualTo(2), "without the option it stays as it was");
    }
}
