using System.Collections.Frozen;

namespace TradeDesk.Matching;

/// <summary>
/// How much a word tells. Static on purpose: a weight computed from the stored profiles would let an irrelevant enterprise
/// change scores, and replicas would disagree.
/// </summary>
public static class TermWeights
{
    /// <summary>Weight of a word that every trade profile uses.</summary>
    public const double Common = .2;

    private static readonly FrozenSet<string> StopWords = FrozenSet.ToFrozenSet(
    [
        "a", "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "by", "can", "for", "from", "has",
        "have", "in", "into", "is", "it", "its", "more", "most", "not", "of", "on", "or", "other", "our", "out", "over", "such",
        "than", "that", "the", "their", "them", "these", "they", "this", "to", "under", "up", "us", "we", "were", "which",
        "who", "will", "with", "you", "your", "de", "der", "des", "die", "du", "el", "en", "et", "la", "las", "le", "les",
        "los", "und", "y",
    ], StringComparer.Ordinal);

    private static readonly FrozenSet<string> CommonWords = FrozenSet.ToFrozenSet(
    [
        "agent", "based", "best", "business", "buyer", "buyers", "client", "clients", "co", "companies", "company", "corp",
        "customer", "customers", "dealer", "distributor", "distributors", "enterprise", "enterprises", "established",
        "experience", "export", "exporter", "exporters", "exports", "factory", "firm", "global", "gmbh", "good", "goods",
        "group", "high", "import", "importer", "importers", "imports", "inc", "india", "indian", "industries", "industry",
        "international", "leading", "limited", "llc", "llp", "looking", "ltd", "made", "make", "maker", "makers",
        "manufacture", "manufactured", "manufacturer", "manufacturers", "manufacturing", "market", "markets", "new", "offer",
        "offering", "partner", "partners", "product", "production", "products", "provide", "provider", "pvt", "quality",
        "range", "sa", "sale", "sales", "sell", "seller", "service", "services", "solution", "solutions", "standard", "supplier",
        "suppliers", "supply", "trade", "trader", "traders", "trading", "wholesale", "wholesaler", "wide", "world", "worldwide",
        "year", "years",
    ], StringComparer.Ordinal);

    /// <summary>Weight of a folded word: 0 for stop words, 0.2 for words of every trade profile, else 1.</summary>
    public static double Of(string word) => Class(word) switch
    {
        TermClass.Stop => 0,
        TermClass.Common => Common,
        _ => 1,
    };

    internal static TermClass Class(string word) =>
        StopWords.Contains(word) ? TermClass.Stop : CommonWords.Contains(word) ? TermClass.Common : TermClass.Telling;
}

/// <summary>What a word's number carries in its two lowest bits.</summary>
internal enum TermClass
{
    Stop = 0,
    Common = 1,
    Telling = 2,
}
