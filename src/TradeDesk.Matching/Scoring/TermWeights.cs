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
        "advanced", "affordable", "agent", "available", "based", "best", "bhd", "big", "brand", "branded", "bulk", "business",
        "buyer", "buyers", "cheap", "cheapest", "client", "clients", "co", "color", "colour", "companies", "company", "corp",
        "corporation", "cost", "create", "custom", "customer", "customers", "customisable", "customised", "customizable",
        "customize", "customized", "deal", "dealer", "dealing", "design", "designed", "develop", "developed", "development",
        "different", "distributor", "distributors", "durable", "easy", "eco", "efficient", "engaged", "enterprise",
        "enterprises", "established", "excellent", "experience", "export", "exporter", "exporters", "exports", "factory",
        "fast", "fine", "finest", "firm", "founded", "friendly", "full", "genuine", "global", "gmbh", "good", "goods", "great",
        "group", "help", "high", "hot", "import", "importer", "importers", "imports", "inc", "incepted", "incorporated",
        "india", "indian", "industries", "industry", "innovation", "innovative", "international", "journey", "kind", "large",
        "latest", "leading", "life", "limited", "llc", "llp", "logo", "looking", "low", "ltd", "luxury", "made", "make",
        "maker", "makers", "making", "manufacture", "manufactured", "manufacturer", "manufacturers", "manufacturing", "market",
        "markets", "mini", "mission", "model", "modern", "multi", "multifunctional", "need", "needed", "new", "odm", "oem",
        "offer", "offering", "opc", "order", "original", "partner", "partners", "pcs", "people", "personalized", "piece",
        "pioneer", "pioneering", "plc", "popular", "premium", "price", "priced", "private", "procurement", "product",
        "production", "products", "professional", "prominent", "provide", "provider", "pte", "pvt", "quality", "quantity",
        "range", "reliable", "renowned", "reputed", "request", "required", "requirement", "sa", "sale", "sales", "sdn", "sell",
        "seller", "selling", "service", "services", "size", "small", "solution", "solutions", "spa", "special", "srl",
        "standard", "startup", "stock", "strong", "style", "superior", "supplier", "suppliers", "supply", "sustainability",
        "sustainable", "team", "technology", "top", "trade", "trader", "traders", "trading", "trusted", "type", "unique", "use",
        "used", "user", "using", "various", "vision", "wholesale", "wholesaler", "wide", "work", "working", "world",
        "worldwide", "year", "years",
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
