using CsCheck;

namespace TradeDesk.Matching.Tests;

/// <summary>An index that was saved and loaded answers as the one it was saved from, and goes on from there.</summary>
public sealed class SavedIndexTests
{
    [Test]
    public void Loaded_it_answers_the_same_and_takes_changes() =>
        Gen.Select(Gens.Enterprise.Array[0, 60], Gens.Enterprise.Array[0, 20], Gens.Query.Array[4]).Sample((first, second, queries) =>
        {
            var stored = new Stored();
            foreach (var batch in first.Chunk(7)) stored.Apply(batch, [.. first.Select(e => e.Id).Take(3)]);
            var loaded = new MatchIndex(World.Model);
            loaded.Load(Saved(stored.Index));
            Assert.That(Told(loaded, queries), Is.EqualTo(Told(stored.Index, queries)));
            string[] deletes = [.. first.Select(e => e.Id).Skip(5).Take(4)];
            stored.Apply(second, deletes);
            loaded.Apply(second, deletes, stored.Index.Current.Sequence);
            Assert.That(Told(loaded, queries), Is.EqualTo(Told(stored.Index, queries)));
        }, iter: 200);

    [Test]
    public void Loading_replaces_all_there_was()
    {
        var (old, stored) = (Stored.Of(Gens.Enterprise.Single() with { Id = "old" }), new Stored());
        var saved = Saved(old.Index);
        old.Apply([Gens.Enterprise.Single() with { Id = "later" }], []);
        old.Index.Load(saved);
        Assert.That((old.Index.Current.Contains("old"), old.Index.Current.Contains("later"), old.Index.Current.Sequence), Is.EqualTo((true, false, 1)));
        old.Index.Clear();
        Assert.That((old.Index.Current.EnterpriseCount, old.Index.Current.IntentCount, old.Index.Current.Sequence), Is.EqualTo((0, 0, 0)));
        Assert.That(Told(old.Index, []), Is.EqualTo(Told(stored.Index, [])));
    }

    [Test]
    public void What_is_cut_off_replaces_nothing()
    {
        var stored = Stored.Of([.. Enumerable.Range(0, 5).Select(n => Gens.Enterprise.Single() with { Id = $"e{n}" })]);
        var whole = Saved(stored.Index).ToArray();
        var index = new MatchIndex(World.Model);
        for (var length = 0; length < whole.Length; length++)
            Assert.That(() => index.Load(new MemoryStream(whole, 0, length)), Throws.InstanceOf<EndOfStreamException>(), $"{length} of {whole.Length} bytes");
        Assert.That(index.Current.EnterpriseCount, Is.Zero);
        index.Load(new MemoryStream(whole));
        Assert.That(index.Current.EnterpriseCount, Is.EqualTo(5));
    }

    [Test]
    public void Numbers_given_to_other_texts_are_refused()
    {
        var first = Stored.Of(Gens.Enterprise.Single() with { Id = "a", Certifications = ["iso-1"], Intents = [] });
        var second = Stored.Of(Gens.Enterprise.Single() with { Id = "b", Certifications = ["iso-2"], Intents = [] });
        Assert.That(() => second.Index.Load(Saved(first.Index)), Throws.InstanceOf<InvalidDataException>());
        Assert.That(second.Index.Current.Contains("b"), "nothing is replaced");
    }

    [Test]
    public void Reading_ends_with_the_last_byte()
    {
        var stored = Stored.Of(Gens.Enterprise.Single());
        var bytes = new MemoryStream([.. Saved(stored.Index).ToArray(), 1, 2, 3]);
        new MatchIndex(World.Model).Load(bytes);
        Assert.That(bytes.Length - bytes.Position, Is.EqualTo(3));
    }

    private static MemoryStream Saved(MatchIndex index)
    {
        var stream = new MemoryStream();
        index.Current.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private static string Told(MatchIndex index, MatchQuery[] queries) => string.Join('\n', queries.SelectMany(query => index.Current.Top(query)).Select(match => match.ToString()))
        + $"\n{index.Current.Sequence} {index.Current.EnterpriseCount} {index.Current.HomeCount} {index.Current.IntentCount}";
}
