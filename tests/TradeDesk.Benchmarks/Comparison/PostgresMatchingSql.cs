namespace TradeDesk.Benchmarks;

/// <summary>Lists as arrays; the extension intarray, which comes with PostgreSQL, counts what two of them share.</summary>
internal sealed class PostgresMatchingSql : MatchingSql
{
    public const string Clear = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
    public const string CopyListing = "COPY arrival FROM STDIN (FORMAT binary)";
    public const string Size = "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";

    public string[] Arrival =>
    [
        "CREATE EXTENSION intarray",
        $"CREATE UNLOGGED TABLE arrival ({ListingColumns})",
    ];

    /// <summary>In the order in which it is read, as CLUSTER would leave it.</summary>
    public static string[] Indexes =>
    [
        "CREATE UNLOGGED TABLE listing AS SELECT * FROM arrival ORDER BY kind, sector, id",
        "DROP TABLE arrival",
        "CREATE UNIQUE INDEX listing_by_sector ON listing (kind, sector, id)",
        "CREATE STATISTICS listing_lists (ndistinct, dependencies, mcv) ON kind, sector FROM listing",
        "CREATE UNLOGGED TABLE chapter_listing AS SELECT kind, chapter, sector, id FROM listing, unnest(chapters) AS chapter ORDER BY kind, chapter, sector, id",
        "CREATE UNIQUE INDEX chapter_listing_by_chapter ON chapter_listing (kind, chapter, sector, id)",
        "VACUUM listing",
        "VACUUM chapter_listing",
    ];

    protected override string ProductColumns => "products text[] NOT NULL, headings text[] NOT NULL, chapters text[] NOT NULL";

    protected override string WordColumns => "asks integer[] NOT NULL, uses integer[] NOT NULL";

    protected override string AskingWordColumns =>
        "asks_telling integer[] NOT NULL, asks_common integer[] NOT NULL, uses_telling integer[] NOT NULL, uses_common integer[] NOT NULL";

    protected override string Fence => "OFFSET 0";

    protected override string ProductOverlap => """
        CASE WHEN NOT l.chapters && a.chapters THEN 0::float8 WHEN l.products && a.products THEN 1::float8
            WHEN l.headings && a.headings THEN 0.7::float8 ELSE 0.3::float8 END
        """;

    protected override string SharedForward => Shared("l.uses", "a.asks");

    protected override string SharedBackward => Shared("l.asks", "a.uses");

    protected override string Bits(string mask) => $"bit_count(({mask})::bit(16))";

    protected override string Least(string one, string other) => $"LEAST({one}, {other})";

    protected override string Greatest(string one, string other) => $"GREATEST({one}, {other})";

    protected override string Rounded(string number) => $"round(({number})::numeric, 6)::float8";

    protected override string ProductsOf(string intent, string alias) => $"unnest({intent}.products) AS {alias} (code)";

    private static string Shared(string list, string words) =>
        FormattableString.Invariant($"(icount({list} & {words}_telling) + {Matching.TermWeights.Common}::float8 * icount({list} & {words}_common))");
}
