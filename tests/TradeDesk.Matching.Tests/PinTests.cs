namespace TradeDesk.Matching.Tests;

/// <summary>Values and names that are stored or published must never change.</summary>
public sealed class PinTests
{
    [Test]
    public void Partnership_types_keep_their_values_and_names() => Assert.That(
        string.Join(' ', PartnershipTypes.All.Select(type => $"{(int)type}={PartnershipTypes.Name(type)}")),
        Is.EqualTo("1=trade 2=supply 3=distribution 4=franchise 5=subcontracting 6=contract-manufacturing 7=licence "
            + "8=technology-transfer 9=ip-sale 10=investment 11=acquisition 12=testing-certification 13=finance-access "
            + "14=training 15=joint-venture 16=rd-cooperation 17=reciprocal-production"));

    [TestCase(typeof(IntentRole), "None=0 Offers=1 Seeks=2 Mutual=3")]
    [TestCase(typeof(SizeClass), "Unknown=0 Micro=1 Small=2 Medium=3 Large=4")]
    [TestCase(typeof(VerificationLevel), "Unverified=0 SelfDeclared=1 PartnerVerified=2 RegisterVerified=3")]
    [TestCase(typeof(Contributions), "None=0 MarketAccess=1 Technology=2 Capital=4 Plant=8 Brand=16 RawMaterial=32 Skills=64")]
    [TestCase(typeof(Factor), "Intent=0 Sector=1 Product=2 Text=3 Market=4 Capability=5 Preference=6 Trust=7 Language=8")]
    public void Enums_keep_their_values(Type type, string expected) => Assert.That(
        string.Join(' ', Enum.GetValues(type).Cast<object>().Select(value => $"{value}={Convert.ToInt32(value, null)}")), Is.EqualTo(expected));

    [Test]
    public void Names_are_read_back()
    {
        foreach (var type in PartnershipTypes.All)
            Assert.That(PartnershipTypes.TryParse(PartnershipTypes.Name(type), out var read) && read == type, $"{type}");
        Assert.That(PartnershipTypes.TryParse("", out _) || PartnershipTypes.TryParse(null, out _) || PartnershipTypes.TryParse("Trade", out _), Is.False);
        Assert.That(() => PartnershipTypes.Name(default), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Constraint_names_keep_their_order() => Assert.That(
        string.Join(' ', ConstraintNames.All),
        Is.EqualTo("sides active consent export-control blocked same-owner intent-open complement sector market certification"));

    [Test]
    public void Complements_are_those_of_the_model()
    {
        var table = ComplementTable.Default;
        Assert.That(table.Version, Is.EqualTo("2026-11"));
        Assert.That(table.Rows, Has.Count.EqualTo(17 + World.AcrossTypes.Length - 1));
        foreach (var type in Enum.GetValues<PartnershipType>())
            foreach (var role in Enum.GetValues<IntentRole>())
                foreach (var otherType in Enum.GetValues<PartnershipType>())
                    foreach (var otherRole in Enum.GetValues<IntentRole>())
                        Assert.That(
                            table.Strength(type, role, otherType, otherRole),
                            Is.EqualTo(World.Strength(type, role, otherType, otherRole)), $"{type} {role} {otherType} {otherRole}");
    }

    [Test]
    public void Policies_keep_their_weights()
    {
        Assert.That(Weights(ScoringPolicy.Default), Is.EqualTo("0.2 0.2 0.15 0.25 0.06 0.06 0.03 0.03 0.02"));
        Assert.That(Weights(ScoringPolicy.Sourcing), Is.EqualTo("0.2 0.15 0.3 0.1 0.05 0.1 0.05 0.03 0.02"));
        Assert.That(Weights(ScoringPolicy.Technology), Is.EqualTo("0.3 0.25 0.05 0.2 0.03 0.05 0 0.08 0.04"));
    }

    private static string Weights(ScoringPolicy policy) => string.Join(
        ' ', Enum.GetValues<Factor>().Select(factor => policy.Validate().Weight(factor).ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
