using CsCheck;

namespace TradeDesk.Matching.Tests;

/// <summary>Random profiles and queries over a small world, so that everything collides often.</summary>
internal static class Gens
{
    private static readonly string[] Words = ["cheese", "paneer", "casting", "pump", "quality", "supplier", "the", "and", "organic", "cold", "export"];
    private static readonly string[] Hs = ["04", "0405", "040590", "040690", "0406", "84", "842230", "720421", "72042", "7204210099", "x4", "9", ""];
    private static readonly string[] Certificates = ["ISO9001", "HALAL", "CE", "KOSHER"];
    private static readonly PartnershipType[] Types = [.. Enum.GetValues<PartnershipType>()];
    private static readonly IntentRole[] Roles = [.. Enum.GetValues<IntentRole>()];
    private static readonly double[] Completenesses = [0, .25, .333333, .8, 1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, -3, 7];

    public static readonly DateOnly Today = new(2026, 3, 1);

    private static readonly Gen<DateOnly?> Day = Gen.Frequency(
        (2, Gen.Const((DateOnly?)null)), (3, Gen.Int[-1300, 400].Select(days => (DateOnly?)Today.AddDays(days))));

    private static readonly Gen<ValueBand?> Band = Gen.Frequency(
        (2, Gen.Const((ValueBand?)null)),
        (2, Gen.Select(Gen.Int[0, 10], Gen.Int[0, 10], Pick("USD", "EUR")).Select((a, b, currency) => (ValueBand?)new(a, b, currency))));

    private static readonly Gen<(PartnershipType, IntentRole)> Kind = Gen.Frequency(
        (1, Gen.Select(Pick(Types), Pick(Roles))),
        (4, Pick(PartnershipType.Trade, PartnershipType.Supply, PartnershipType.Licence, PartnershipType.TechnologyTransfer)
            .SelectMany(type => Pick(IntentRole.Offers, IntentRole.Seeks).Select(role => (type, role)))),
        (3, Pick(PartnershipType.JointVenture, PartnershipType.RdCooperation).Select(type => (type, IntentRole.Mutual))));

    private static readonly Gen<MatchIntent> Intent =
        from id in Gen.Int[0, 30]
        from kind in Kind
        from sectors in Some(World.Slugs, 3)
        from products in Some(Hs, 3)
        from accept in Gen.Frequency((3, None<string>()), (2, Some(World.Codes, 6)))
        from exclude in Gen.Frequency((5, None<string>()), (1, Some(World.Codes, 2)))
        from wanted in Some(Certificates, 3)
        from mandatory in Gen.Int[0, 7]
        from value in Band
        from sizes in Gen.Frequency((2, None<SizeClass>()), (1, Pick(Enum.GetValues<SizeClass>()).Array[0, 2]))
        from contributes in Gen.Int[0, 127]
        from needs in Gen.Frequency((1, Gen.Const(0)), (2, Gen.Int[0, 127]))
        from validFrom in Day
        from until in Gen.Frequency((3, Gen.Const((DateOnly?)null)), (1, Day))
        from closed in Gen.Int[0, 9]
        from terms in Gen.Frequency((1, None<string>()), (2, Some(Words, 5)))
        select new MatchIntent
        {
            Id = $"i{id}",
            Type = kind.Item1,
            Role = kind.Item2,
            Sectors = sectors,
            Products = products,
            Accept = accept,
            Exclude = exclude,
            Certifications = [.. wanted.Select((code, i) => new WantedCertification(code, mandatory == i))],
            Value = value,
            WantedSizes = [.. sizes.Where(size => size != SizeClass.Unknown)],
            Contributes = (Contributions)contributes,
            Needs = (Contributions)needs,
            ValidFrom = validFrom > Today && closed > 1 ? null : validFrom,
            ValidUntil = until,
            Open = closed != 0,
            Terms = terms,
        };

    public static readonly Gen<MatchEnterprise> Enterprise =
        from id in Gen.Int[0, 60]
        from country in Gen.Frequency((3, Gen.Const("IN")), (4, Pick(World.Countries)))
        from rare in Gen.Int[0, 19]
        from owner in Gen.Int[0, 12]
        from size in Gen.Int[0, 4]
        from sectors in Some(World.Slugs, 2)
        from products in Some(Hs, 4)
        from held in Some(Certificates, 4)
        from languages in Some(["en", "de", "pl", "ar", "hi"], 3)
        from exports in Some(World.Countries, 3)
        from terms in Some(Words, 6)
        from verification in Gen.Int[0, 3]
        from completeness in Pick(Completenesses)
        from updated in Day
        from intents in Intent.Array[0, 4]
        select new MatchEnterprise
        {
            Id = $"e{id}",
            Country = country,
            Active = rare != 0,
            Consents = rare != 1,
            Controlled = rare is 2 or 3,
            Owner = owner < 4 ? $"owner{owner}" : null,
            Size = size == 0 ? null : (SizeClass)size,
            Sectors = sectors,
            Products = products,
            Certifications = held,
            Languages = languages,
            ExportsTo = exports,
            Terms = terms,
            Verification = (VerificationLevel)verification,
            Completeness = completeness,
            UpdatedOn = updated,
            Intents = intents,
        };

    private static readonly Gen<ScoringPolicy> Policy =
        from weights in Gen.Int[0, 10].Array[9].Where(weights => weights.Sum() > 0)
        from floor in Pick(0, .2, .4, .6, .8, .9, 1)
        from named in Gen.Int[0, 5]
        let sum = (double)weights.Sum()
        select named switch
        {
            0 => ScoringPolicy.Default,
            1 => ScoringPolicy.Sourcing,
            2 => ScoringPolicy.Technology,
            _ => new ScoringPolicy
            {
                Name = "random",
                Intent = weights[0] / sum,
                Sector = weights[1] / sum,
                Product = weights[2] / sum,
                Text = weights[3] / sum,
                Market = weights[4] / sum,
                Capability = weights[5] / sum,
                Preference = weights[6] / sum,
                Trust = weights[7] / sum,
                Language = weights[8] / sum,
                SectorFloor = floor,
            },
        };

    public static readonly Gen<MatchQuery> Query =
        from enterprise in Enterprise
        from policy in Policy
        from limit in Gen.Frequency((1, Gen.Const(0)), (4, Gen.Int[1, 5]), (4, Gen.Const(1000)))
        from filter in Gen.Int[0, 14]
        from country in Pick(World.Countries)
        from sector in Pick(World.Slugs)
        from sees in Gen.Bool
        from blocked in Gen.Int[0, 60].Array[0, 6]
        select new MatchQuery
        {
            Enterprise = enterprise with { Active = true, Consents = true },
            On = Today,
            Policy = policy,
            Limit = limit,
            Country = filter == 0 ? country : null,
            Sector = filter is 1 or 2 ? sector : null,
            IntentType = filter == 3 ? PartnershipType.Supply : null,
            PeerIntentType = filter == 8 ? PartnershipType.Supply : null,
            IntentId = filter == 4 ? "i3" : null,
            MinScore = filter switch { 5 => .3, 6 => .5, 7 => double.NaN, _ => 0 },
            SeesControlled = sees,
            BlockedPeers = blocked.Length == 0 ? null : blocked.Select(id => $"e{id}").ToHashSet(),
        };

    private static Gen<string[]> Some(string[] from, int most) => Pick(from).Array[0, most];

    private static Gen<T[]> None<T>() => Gen.Int[0, 0].Array[0, 0].Select(_ => Array.Empty<T>());

    private static Gen<T> Pick<T>(params T[] from) => Gen.Int[0, from.Length - 1].Select(position => from[position]);
}
