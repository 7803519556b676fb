using CsCheck;

namespace TradeDesk.Matching.Tests;

/// <summary>Long lists and large batches: what is folded into few bits, and what two cores make.</summary>
public sealed class ManyTests
{
    private static readonly string[] Words = [.. Enumerable.Range(0, 300).Select(number => $"word{number}"), "quality", "supplier", "export", "the"];
    private static readonly string[] Certificates = [.. Enumerable.Range(0, 40).Select(number => $"CERT{number}")];

    /// <summary>Enterprises of sectors and types that meet often, told apart by words and certificates.</summary>
    private static readonly Gen<MatchEnterprise> Wordy =
        from enterprise in Gens.Enterprise
        from terms in Words.SomeOf(300)
        from held in Certificates.SomeOf(40)
        from intents in Intent.Array[1, 3]
        select enterprise with { Terms = terms, Certifications = held, Sectors = ["dairy"], Intents = [.. intents.DistinctBy(intent => intent.Id)] };

    private static Gen<MatchIntent> Intent =>
        from id in Gen.Int[0, 9]
        from offers in Gen.Bool
        from terms in Gen.Frequency((1, Gen.Const(Array.Empty<string>())), (1, Words.SomeOf(8)), (1, Words.SomeOf(300)))
        from wanted in Gen.Frequency((2, Gen.Const(Array.Empty<string>())), (1, Certificates.SomeOf(20)))
        select new MatchIntent
        {
            Id = $"i{id}",
            Type = PartnershipType.Trade,
            Role = offers ? IntentRole.Offers : IntentRole.Seeks,
            Terms = terms,
            Certifications = [.. wanted.Select(code => new WantedCertification(code, false))],
        };

    [Test]
    public void Hundreds_of_words_and_certificates_are_bounded_rightly() =>
        Gen.Select(Wordy.Array[20, 60], Wordy.Array[1, 4], Gens.Query, Gen.Int[1, 4]).Sample((enterprises, asking, query, limit) =>
        {
            var stored = Stored.Of(enterprises);
            foreach (var enterprise in asking)
                stored.MustAgreeWithOracle(query with { Enterprise = enterprise with { Active = true, Consents = true }, Limit = limit, IntentId = null });
        }, iter: 400);

    [Test]
    public void A_batch_for_two_cores_answers_as_the_oracle()
    {
        var stored = Stored.Of([.. Gens.Enterprise.Array[9000].Single().Select((enterprise, number) => enterprise with { Id = $"m{number}" })]);
        foreach (var query in Gens.Query.Array[30].Single()) stored.MustAgreeWithOracle(query with { Limit = Math.Min(query.Limit, 20) });
    }
}

file static class Drawn
{
    /// <summary>Some of the texts, at most so many.</summary>
    public static Gen<string[]> SomeOf(this string[] texts, int most) =>
        Gen.Int[0, texts.Length - 1].Array[0, most].Select(positions => positions.Select(position => texts[position]).ToArray());
}
