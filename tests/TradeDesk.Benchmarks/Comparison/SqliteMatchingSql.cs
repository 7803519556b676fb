namespace TradeDesk.Benchmarks;

/// <summary>Lists as text that is searched for an entry: SQLite has no arrays, and a table of words would be read row by row for each candidate.</summary>
internal sealed class SqliteMatchingSql : MatchingSql
{
    public const string Open = "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -4000000; PRAGMA temp_store = MEMORY; PRAGMA locking_mode = EXCLUSIVE";
    public const string Serve = "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL; PRAGMA mmap_size = 17179869184";
    public const string Size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";

    public const string FillChapters = """
        INSERT INTO chapter_listing SELECT DISTINCT l.kind, substr(p.value, 1, 2), l.sector, l.id FROM listing l, json_each(l.products) p ORDER BY 1, 2, 3, 4
        """;

    /// <summary>In the order in which it is read; chapters point into it.</summary>
    public string[] Listing =>
    [
        $"CREATE TABLE listing ({ListingColumns}, PRIMARY KEY (kind, sector, id)) WITHOUT ROWID",
        $"CREATE TABLE chapter_listing (kind integer NOT NULL, chapter text NOT NULL, sector text NOT NULL, id integer NOT NULL, PRIMARY KEY (kind, chapter, sector, id)) WITHOUT ROWID",
        "CREATE TABLE bits (mask integer PRIMARY KEY, number integer NOT NULL)",
        "WITH RECURSIVE mask (value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM mask WHERE value < 65535) INSERT INTO bits SELECT value, "
            + string.Join(" + ", Enumerable.Range(0, 16).Select(bit => $"(value >> {bit} & 1)")) + " FROM mask",
        "CREATE TABLE asking_word (intent integer NOT NULL, asks integer NOT NULL, word text NOT NULL, weight real NOT NULL, PRIMARY KEY (intent, asks, word)) WITHOUT ROWID",
        "CREATE TABLE asking_product (intent integer NOT NULL, code text NOT NULL, heading text NOT NULL, chapter text NOT NULL, PRIMARY KEY (intent, code)) WITHOUT ROWID",
    ];

    protected override string ProductColumns => "products text NOT NULL";

    protected override string WordColumns => "asks text NOT NULL, uses text NOT NULL";

    protected override string AskingWordColumns => "words integer NOT NULL";

    // A subquery with a limit is not merged into one that has a limit too.
    protected override string Fence => "LIMIT -1";

    protected override string ProductOverlap => """
        COALESCE((SELECT MAX(CASE WHEN instr(l.products, x.chapter) = 0 THEN 0 WHEN instr(l.products, x.code) > 0 THEN 1 WHEN instr(l.products, x.heading) > 0 THEN .7 ELSE .3 END)
            FROM asking_product x WHERE x.intent = a.id), 0)
        """;

    protected override string SharedForward => "(SELECT TOTAL(w.weight) FROM asking_word w WHERE w.intent = a.id AND w.asks = 1 AND instr(l.uses, w.word) > 0)";

    protected override string SharedBackward => "(SELECT TOTAL(w.weight) FROM asking_word w WHERE w.intent = a.id AND instr(l.asks, w.word) > 0)";

    protected override string Bits(string mask) => $"(SELECT b.number FROM bits b WHERE b.mask = ({mask}))";

    protected override string Least(string one, string other) => $"MIN({one}, {other})";

    protected override string Greatest(string one, string other) => $"MAX({one}, {other})";

    protected override string Rounded(string number) => $"ROUND({number}, 6)";

    protected override string ProductsOf(string intent, string alias) => $"(SELECT value AS code FROM json_each({intent}.products)) {alias}";
}
