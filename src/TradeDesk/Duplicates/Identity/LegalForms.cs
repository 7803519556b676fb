using System.Collections.Frozen;
namespace TradeDesk.Duplicates.Identity;

/// <summary>What a name says of the form of a company: it tells no two firms apart. Written as in the registers; compared folded, so that one spelling serves every script.</summary>
internal static class LegalForms
{
    private const int LongestForm = 5;

    // Taken off wherever they stand behind the first word.
    private static readonly string[] Everywhere =
    [
        "Limited Liability Company", "Limited Company", "Public Limited Company", "Joint Stock Company", "Public Joint Stock Company", "Private Limited", "Limited", "Ltd", "Pvt", "Pvt Ltd", "P Ltd", "Incorporated", "Inc",
        "Corporation", "Corp", "Company", "Co", "Co Ltd", "Cº", "LLC", "L L C", "LLP", "LP", "L P", "PLC", "PLLC", "Group", "Holding", "Holdings", "Holding Group", "Intl", "International", "GmbH", "Gmb H", "GmbH & Co KG", "UG", "AG", "KG", "OHG", "eK", "eV", "SE",
        "SA", "S A", "SAS", "SASU", "SARL", "EURL", "SNC", "SCA", "Société Anonyme", "Cie", "Groupe", "SpA", "S p A", "Srl", "S r l", "Sapa", "Società per Azioni", "Gruppo", "Grupo", "SL", "SLU", "SAU", "Sociedad Anónima", "Sociedad Limitada", "CV", "SA de CV", "S de RL de CV", "de RL de CV", "SAPI de CV",
        "SAC", "EIRL", "SRL", "Ltda", "Limitada", "EIRELI", "ME", "EPP", "Lda", "BV", "B V", "NV", "N V", "VOF", "CVBA", "BVBA", "Beheer", "Holding BV", "AB", "Publ", "ApS", "A S", "AS", "ASA", "Oy", "Oyj", "Ab Oy", "OÜ", "UAB", "SIA",
        "Sp z o o", "Spółka z o o", "Spółka Akcyjna", "Sp j", "Sp k", "sro", "spol s r o", "a s", "doo", "d o o", "dd", "d d", "ood", "eood", "AD", "Kft", "Zrt", "Nyrt", "Rt", "EPE", "AE", "Ltd Şti", "Limited Şirketi", "Lim Şti", "Tic", "San", "San ve Tic", "Sanayi ve Ticaret", "Anonim Şirketi", "A Ş", "Şti", "AŞ",
        "Pte", "Pte Ltd", "Pty", "Pty Ltd", "Proprietary", "Sdn Bhd", "Sdn", "Bhd", "Berhad", "Tbk", "Persero", "JSC", "PJSC", "OJSC", "CJSC", "WLL", "FZE", "FZC", "FZCO", "FZ LLC", "FZ", "DMCC", "EST", "Establishment", "KK", "Kabushiki Kaisha", "Kabushiki gaisha", "Godo Kaisha", "Yugen Kaisha", "JV", "Maatschap", "The", "Registered", "Regd",
        "ООО", "ОАО", "ЗАО", "ПАО", "АО", "ТОО", "ТОВ", "ПрАТ", "ИП", "ФГУП", "НПО", "Α.Ε.", "Ε.Π.Ε.", "प्राइवेट लिमिटेड", "प्रा लि", "लिमिटेड", "प्राइवेट", "कंपनी", "ذ م م", "ش م م", "المحدودة",
    ];

    // Some also lead a name.
    private static readonly string[] Leading = ["PT", "CV", "UD", "LLC", "Limited Liability Company", "UAB", "SIA", "Group", "Groupe", "Gruppo", "Grupo", "OOO", "OAO", "ZAO", "PAO", "AO", "JSC", "PJSC", "TOO", "TOV", "PrAT", "FGUP", "The", "M s", "Messrs", "Stichting", "Maatschap", "شركة", "شركه", "ООО", "ОАО", "ЗАО", "ПАО", "АО", "ФГУП"];

    // Chinese, Japanese and Korean write no blanks, so these are taken off letter by letter, the longest first.
    private static readonly string[] Unspaced = ["股份有限责任公司", "有限责任公司", "股份有限公司", "有限公司", "集团公司", "集团", "公司", "株式会社", "有限会社", "合同会社", "(株)", "㈱", "주식회사", "(주)", "㈜", "유한회사"];

    private static readonly FrozenSet<string> Behind = Everywhere.Select(NameKey.Words).Select(w => string.Join(' ', w)).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Before = Leading.Select(NameKey.Words).Select(w => string.Join(' ', w)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name with the forms of unspaced scripts replaced by a blank.</summary>
    internal static string Unspace(string name)
    {
        foreach (var form in Unspaced)
            name = name.Replace(form, " ", StringComparison.Ordinal);
        return name;
    }

    /// <summary>The words without legal forms; all of them when nothing else is left.</summary>
    internal static string[] Strip(string[] words)
    {
        var kept = new List<string>(words.Length);
        for (var i = 0; i < words.Length;)
        {
            var form = Length(words, i, kept.Count == 0 ? Before : Behind);
            if (form == 0)
                kept.Add(words[i]);
            i += Math.Max(1, form);
        }

        return kept.Count == 0 ? words : [.. kept];
    }

    private static int Length(string[] words, int at, FrozenSet<string> forms)
    {
        for (var length = Math.Min(LongestForm, words.Length - at); length > 0; length--)
            if (forms.Contains(length == 1 ? words[at] : string.Join(' ', words, at, length)))
                return length;
        return 0;
    }
}
