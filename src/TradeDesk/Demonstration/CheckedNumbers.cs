using TradeDesk.Enterprises;
using TradeDesk.Matching;

namespace TradeDesk.Demonstration;

/// <summary>
/// Registration numbers with right check digits that no register has given: serials, districts and issuers are chosen from
/// ranges that stay empty (PAN serial 0000, Udyam district 00, CIN numbers from 900000, LEI issuer 9999).
/// </summary>
internal static class CheckedNumbers
{
    private const string Digits = "0123456789", Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The numbers of an Indian enterprise. A sole trader has no more than its Udyam number: its PAN would be a person's.</summary>
    public static IReadOnlyList<Identifier> Indian(Draw draw, HomeState state, HomeForm form, string name, string activity, int established)
    {
        var numbers = new List<Identifier> { new("IN-UDYAM", $"UDYAM-{state.Code[3..]}-00-{draw.Text(Digits, 7)}") };
        if (form == HomeForm.SoleTrader)
            return numbers;
        var pan = $"{draw.Text(Letters, 3)}{(form == HomeForm.Company ? 'C' : 'F')}{name[0]}0000{draw.Text(Letters, 1)}";
        numbers.Add(Complete("IN-GSTIN", $"{state.Gst}{pan}1Z{{0}}", Digits + Letters)!);
        numbers.Add(form == HomeForm.Company
            ? new("IN-MCA", $"U{activity.PadRight(5, '0')}{state.Cin}{established}PTC9{draw.Text(Digits, 5)}")
            : new("IN-MCA", $"{draw.Text(Letters, 3)}-{draw.Text(Digits, 4)}"));
        if (draw.Chance(60))
            numbers.Add(new("IN-IEC", pan));
        if (draw.Chance(15))
            numbers.Add(Lei(draw));
        return numbers;
    }

    /// <summary>The numbers of a foreign enterprise: its own register's where the desk checks one, and world-wide ones.</summary>
    public static IReadOnlyList<Identifier> Foreign(Draw draw, string country, SizeClass size, int established)
    {
        var numbers = new List<Identifier>();
        if (National(draw, country, established) is { } national)
            numbers.Add(national);
        if (country is "PL" or "AT" or "CZ" or "DE" or "FR" or "IT" or "NL")
            numbers.Add(new("XI-EORI", country + draw.Text(Digits, 12)));
        if (size > SizeClass.Small || numbers.Count == 0 || draw.Chance(25))
            numbers.Add(Lei(draw));
        return numbers;
    }

    private static Identifier? National(Draw draw, string country, int established) => country switch
    {
        "PL" => Drawn(draw, "PL-NIP", 9, "{0}"),
        "GB" => new("GB-COH", "99" + draw.Text(Digits, 6)),
        "KR" => Drawn(draw, "KR-BRN", 9, "{0}"),
        "JP" => Complete("JP-JCN", "{0}" + draw.Text(Digits, 12), Digits),
        "AU" => Drawn(draw, "AU-ABN", 10, "{0}"),
        "NZ" => Complete("NZ-NZBN", "9429" + draw.Text(Digits, 8) + "{0}", Digits),
        "FR" => Complete("FR-RCS", draw.Text(Digits, 8) + "{0}", Digits),
        "SG" => new("SG-ACRA", $"{established}{draw.Text(Digits, 5)}{draw.Text(Letters, 1)}"),
        _ => null,
    };

    // Some of these schemes leave out bodies whose check digit would be 10: draw again.
    private static Identifier Drawn(Draw draw, string scheme, int digits, string check)
    {
        while (true)
            if (Complete(scheme, draw.Text(Digits, digits) + check, Digits) is { } number)
                return number;
    }

    private static Identifier Lei(Draw draw)
    {
        var body = "999900" + draw.Text(Digits + Letters, 12);
        return Enumerable.Range(2, 97).Select(check => new Identifier("XI-LEI", $"{body}{check:D2}")).First(Holds);
    }

    private static Identifier? Complete(string scheme, string format, string alphabet) =>
        alphabet.Select(c => new Identifier(scheme, format.Replace("{0}", c.ToString(), StringComparison.Ordinal))).FirstOrDefault(Holds);

    private static bool Holds(Identifier number) => IdentifierSchemes.Check(number.Scheme, number.Value) is null;
}

/// <summary>The legal form of an Indian enterprise.</summary>
internal enum HomeForm
{
    Company,
    Partnership,
    SoleTrader,
}
