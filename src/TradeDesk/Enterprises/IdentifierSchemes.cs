using System.Numerics;
using System.Text.RegularExpressions;

namespace TradeDesk.Enterprises;

/// <summary>
/// Registration numbers by scheme: their shape and, where the register has one, their check digit.
/// Scheme codes follow org-id.guide; IN-UDYAM, IN-GSTIN and IN-IEC are local to the desk because that register has none.
/// </summary>
public static partial class IdentifierSchemes
{
    private const string Base36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly Func<string, bool> Unchecked = _ => true;

    /// <summary>The schemes the desk checks.</summary>
    public static IReadOnlyDictionary<string, IdentifierScheme> Known { get; } = new[]
    {
        new IdentifierScheme("IN-MCA", @"^([LU][0-9]{5}[A-Z]{2}[0-9]{4}[A-Z]{3}[0-9]{6}|[A-Z]{3}-[0-9]{4})\z", "a 21-character CIN such as U15200PB2009PTC032101, or an LLPIN such as AAB-1234", Unchecked),
        new IdentifierScheme("IN-PAN", @"^[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]\z", "ten characters such as AAACV7757J, the fourth naming the kind of holder", Unchecked),
        new IdentifierScheme("IN-UDYAM", @"^UDYAM-[A-Z]{2}-[0-9]{2}-[0-9]{7}\z", "UDYAM-XX-00-0000000", Unchecked),
        new IdentifierScheme("IN-GSTIN", @"^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]\z", "15 characters with a right check character", GstinHolds),
        new IdentifierScheme("IN-IEC", @"^([0-9]{10}|[A-Z]{5}[0-9]{4}[A-Z])\z", "ten digits, or the holder's PAN", Unchecked),
        new IdentifierScheme("XI-LEI", @"^[A-Z0-9]{18}[0-9]{2}\z", "20 characters with right check digits", v => Mod97(v) == 1),
        new IdentifierScheme("XI-DUNS", @"^[0-9]{9}\z", "nine digits", Unchecked),
        new IdentifierScheme("XI-EORI", @"^[A-Z]{2}[A-Z0-9]{1,15}\z", "a country code and up to 15 letters or digits", Unchecked),
        new IdentifierScheme("GB-COH", @"^([0-9]{8}|[A-Z]{2}[0-9]{6})\z", "eight characters such as 01234567 or SC123456", Unchecked),
        new IdentifierScheme("KR-BRN", @"^[0-9]{3}-?[0-9]{2}-?[0-9]{5}\z", "ten digits such as 124-81-00998 with a right check digit", KoreanHolds),
        new IdentifierScheme("JP-JCN", @"^[0-9]{13}\z", "13 digits with a right check digit", JapaneseHolds),
        new IdentifierScheme("AU-ABN", @"^[0-9]{11}\z", "11 digits with right check digits", AustralianHolds),
        new IdentifierScheme("NZ-NZBN", @"^[0-9]{13}\z", "13 digits with a right check digit", Gs1Holds),
        new IdentifierScheme("NO-BRC", @"^[0-9]{9}\z", "nine digits with a right check digit", v => WeightedMod11(v, [3, 2, 7, 6, 5, 4, 3, 2], r => (11 - r) % 11)),
        new IdentifierScheme("PL-NIP", @"^[0-9]{10}\z", "ten digits with a right check digit", v => WeightedMod11(v, [6, 5, 7, 2, 3, 4, 5, 6, 7], r => r)),
        new IdentifierScheme("PL-REGON", @"^[0-9]{9}([0-9]{5})?\z", "9 or 14 digits with a right check digit", RegonHolds),
        new IdentifierScheme("FR-RCS", @"^[0-9]{9}\z", "a nine-digit SIREN with a right check digit", LuhnHolds),
        new IdentifierScheme("SG-ACRA", @"^([0-9]{8,9}[A-Z]|[TSR][0-9]{2}[A-Z]{2}[0-9]{4}[A-Z])\z", "a UEN such as 201912345A", Unchecked),
    }.ToDictionary(s => s.Code, StringComparer.Ordinal);

    /// <summary>What is wrong with an identifier, or null. Schemes the desk does not know are kept as they are, when their code has the shape of one.</summary>
    public static string? Check(string scheme, string value)
    {
        if (Known.TryGetValue(scheme, out var known))
            return Regex.IsMatch(value, known.Shape, RegexOptions.None, TimeSpan.FromMilliseconds(50)) && known.Holds(value)
                ? null
                : $"'{value}' is not a number of {scheme}; give {known.Looks}.";
        if (!SchemeCode().IsMatch(scheme))
            return $"'{scheme}' is not a scheme; give an org-id.guide code such as IN-MCA, GB-COH or XI-LEI.";
        return value.Length is >= 1 and <= 60 && !value.Any(char.IsControl) ? null : "Give a value of 1 to 60 characters, none of them a control character.";
    }

    [GeneratedRegex(@"^[A-Z]{2}-[A-Z0-9]{2,20}\z")]
    private static partial Regex SchemeCode();

    // GSTIN: values in base 36, every second one doubled, digits of each product added (the GST council's algorithm).
    private static bool GstinHolds(string value)
    {
        var sum = 0;
        for (var i = 0; i < 14; i++)
        {
            var product = Base36.IndexOf(value[i], StringComparison.Ordinal) * (i % 2 == 0 ? 1 : 2);
            sum += (product / 36) + (product % 36);
        }

        return Base36[(36 - (sum % 36)) % 36] == value[14];
    }

    // ISO 7064 MOD 97-10, as ISO 17442 asks for the LEI.
    private static int Mod97(string value) =>
        (int)(BigInteger.Parse(string.Concat(value.Select(c => Base36.IndexOf(c, StringComparison.Ordinal).ToString(null as IFormatProvider))), null) % 97);

    private static bool KoreanHolds(string value)
    {
        var d = Digits(value.Replace("-", "", StringComparison.Ordinal));
        int[] weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];
        var sum = weights.Select((w, i) => w * d[i]).Sum() + (d[8] * 5 / 10);
        return (10 - (sum % 10)) % 10 == d[9];
    }

    private static bool JapaneseHolds(string value)
    {
        var d = Digits(value);
        var sum = Enumerable.Range(1, 12).Sum(n => d[13 - n] * (n % 2 == 1 ? 1 : 2));
        return 9 - (sum % 9) == d[0];
    }

    private static bool AustralianHolds(string value)
    {
        int[] weights = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
        return Digits(value).Select((d, i) => (i == 0 ? d - 1 : d) * weights[i]).Sum() % 89 == 0;
    }

    private static bool Gs1Holds(string value)
    {
        var d = Digits(value);
        return (10 - (d[..12].Select((x, i) => x * (i % 2 == 0 ? 1 : 3)).Sum() % 10)) % 10 == d[12];
    }

    private static bool LuhnHolds(string value)
    {
        var d = Digits(value);
        return d.Select((x, i) => (d.Length - i) % 2 == 0 ? (x * 2 / 10) + (x * 2 % 10) : x).Sum() % 10 == 0;
    }

    // The 14 digits of a local unit hold the nine of its enterprise, each with a check digit.
    private static bool RegonHolds(string value) =>
        WeightedMod11(value[..9], [8, 9, 2, 3, 4, 5, 6, 7], r => r % 10)
        && (value.Length == 9 || WeightedMod11(value, [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8], r => r % 10));

    private static bool WeightedMod11(string value, int[] weights, Func<int, int> checkOf)
    {
        var d = Digits(value);
        return checkOf(weights.Select((w, i) => w * d[i]).Sum() % 11) == d[^1];
    }

    private static int[] Digits(string value) => [.. value.Select(c => c - '0')];
}

/// <summary>One scheme of registration numbers.</summary>
/// <param name="Code">Scheme code.</param>
/// <param name="Shape">Regular expression of a well-formed number.</param>
/// <param name="Looks">What a right number looks like, in words.</param>
/// <param name="Holds">Whether the check digit of a well-formed number is right.</param>
public sealed record IdentifierScheme(string Code, string Shape, string Looks, Func<string, bool> Holds);
