using TradeDesk.Matching;

namespace TradeDesk.Benchmarks;

/// <summary>
/// The desk's matching as one statement: lists of intents by kind and sector, the tables of the model beside them, all nine
/// factors of the policy "default" in both directions. What the two databases say differently is left to them.
/// </summary>
/// <remarks>
/// Nothing of the model is left out. Not stored are constraints that nobody in the <see cref="Market"/> is touched by: suspended,
/// controlled, blocked and commonly owned enterprises. It knows one agreement a country.
/// </remarks>
internal abstract class MatchingSql
{
    private const int Answers = 20;

    // An enterprise stands in at most 128 rows: four asking by four answering intents, two sectors, four chapters.
    private const int RowsOfAnswers = Answers * 128;
    private static readonly ScoringPolicy Policy = ScoringPolicy.Default;
    private static readonly int JointVenture = FlatIntent.KindOf(PartnershipType.JointVenture, IntentRole.Mutual);
    private static readonly int Research = FlatIntent.KindOf(PartnershipType.RdCooperation, IntentRole.Mutual);

    /// <summary>Columns of products: codes of six digits in whatever form is looked into fastest.</summary>
    protected abstract string ProductColumns { get; }

    /// <summary>Columns of an offered intent's words: what it asks for and all it uses.</summary>
    protected abstract string WordColumns { get; }

    /// <summary>Columns of an asking intent's words.</summary>
    protected abstract string AskingWordColumns { get; }

    /// <summary>Keeps a subquery apart, so that what it computes is computed once.</summary>
    protected abstract string Fence { get; }

    protected abstract string ProductOverlap { get; }

    /// <summary>Weight of the words that the asking intent asks for and the other uses.</summary>
    protected abstract string SharedForward { get; }

    protected abstract string SharedBackward { get; }

    protected abstract string Bits(string mask);

    protected abstract string Least(string one, string other);

    protected abstract string Greatest(string one, string other);

    protected abstract string Rounded(string number);

    /// <summary>The products of an intent as rows of one column.</summary>
    protected abstract string ProductsOf(string intent, string alias);

    private string IntentColumns => $"""
        enterprise text NOT NULL, country text NOT NULL, is_open integer NOT NULL, valid_from integer NOT NULL, valid_until integer NOT NULL,
        certificates integer NOT NULL, wanted integer NOT NULL, wanted_count integer NOT NULL, mandatory integer NOT NULL,
        languages integer NOT NULL, size integer NOT NULL, wanted_sizes integer NOT NULL, contributes integer NOT NULL, needs integer NOT NULL,
        value_min double precision, value_max double precision, currency text,
        verified double precision NOT NULL, completeness double precision NOT NULL, updated_on integer NOT NULL,
        asks_weight double precision NOT NULL, sensitive integer NOT NULL, {ProductColumns}
        """;

    /// <summary>Columns of an intent that answers, one row for each of its sectors.</summary>
    public string ListingColumns => $"kind integer NOT NULL, sector text NOT NULL, id integer NOT NULL, wants_home double precision NOT NULL, {IntentColumns}, {WordColumns}";

    /// <summary>The asking enterprises and the model.</summary>
    public IEnumerable<string> SmallTables =>
    [
        $"CREATE TABLE asking (id integer PRIMARY KEY, kind integer NOT NULL, accepts integer NOT NULL, {IntentColumns}, {AskingWordColumns})",
        "CREATE INDEX asking_by_enterprise ON asking (enterprise)",
        "CREATE TABLE asking_sector (intent integer NOT NULL, sector text NOT NULL, PRIMARY KEY (intent, sector))",
        "CREATE TABLE asking_chapter (intent integer NOT NULL, chapter text NOT NULL, PRIMARY KEY (intent, chapter))",
        "CREATE TABLE asking_place (intent integer NOT NULL, said text NOT NULL, place text NOT NULL, PRIMARY KEY (intent, said, place))",
        "CREATE TABLE complement (asking integer NOT NULL, kind integer NOT NULL, strength double precision NOT NULL, PRIMARY KEY (asking, kind))",
        "CREATE TABLE nearness (asking text NOT NULL, sector text NOT NULL, proximity double precision NOT NULL, PRIMARY KEY (asking, sector))",
        "CREATE TABLE lies_in (place text NOT NULL, country text NOT NULL, clarity double precision NOT NULL, PRIMARY KEY (place, country))",
        "CREATE TABLE country (code text NOT NULL PRIMARY KEY, since integer, agreement double precision)",
        "CREATE TABLE left_out (country text NOT NULL, prefix text NOT NULL, PRIMARY KEY (country, prefix))",
    ];

    /// <summary>Which sectors trade in which chapter, counted from the lists.</summary>
    public const string Traded = "CREATE TABLE traded AS SELECT DISTINCT chapter, sector FROM chapter_listing";

    public static string Insert(string table, IEnumerable<string> names) => $"INSERT INTO {table} VALUES ({string.Join(", ", names.Select(name => $"@{name}"))})";

    // "Below 1" where "equals 0" is meant: PostgreSQL guesses that one row in 200 has a computed number, and then joins in loops.
    /// <summary>The best answers for the enterprise <c>@asker</c> on the day <c>@day</c>.</summary>
    public string Top => FormattableString.Invariant($"""
        WITH asked AS (SELECT * FROM asking WHERE enterprise = @asker AND is_open = 1 AND @day BETWEEN valid_from AND valid_until),
        near_list AS (
            SELECT a.id AS asking, c.kind, n.sector, MAX(c.strength) AS strength, MAX(n.proximity) AS proximity
            FROM asked a JOIN asking_sector s ON s.intent = a.id JOIN nearness n ON n.asking = s.sector JOIN complement c ON c.asking = a.kind
            WHERE n.proximity >= {Policy.SectorFloor} GROUP BY a.id, c.kind, n.sector),
        product_list AS (
            SELECT a.id AS asking, c.kind, t.sector, h.chapter, c.strength
            FROM asked a JOIN asking_chapter h ON h.intent = a.id JOIN traded t ON t.chapter = h.chapter JOIN complement c ON c.asking = a.kind
            WHERE NOT EXISTS (SELECT 1 FROM asking_sector s JOIN nearness n ON n.asking = s.sector WHERE s.intent = a.id AND n.sector = t.sector)),
        said AS (
            SELECT x.intent, i.country, MAX(CASE WHEN x.said = 'exclude' THEN 1 ELSE 0 END) AS excluded,
                MAX(CASE WHEN x.said = 'accept' THEN i.clarity END) AS accepted, MAX(CASE WHEN x.said = 'exports' AND i.clarity = 1 THEN .7 END) AS exported
            FROM asked a JOIN asking_place x ON x.intent = a.id JOIN lies_in i ON i.place = x.place GROUP BY x.intent, i.country),
        abroad AS MATERIALIZED (
            SELECT a.id AS asking, c.code AS country, {Wants} AS wants, CASE WHEN c.since <= @day THEN c.agreement END AS agreement
            FROM asked a CROSS JOIN country c LEFT JOIN said s ON s.intent = a.id AND s.country = c.code WHERE {Wants} > 0),
        candidate AS (
            SELECT n.asking, n.strength, n.proximity, l.* FROM near_list n JOIN listing l ON l.kind = n.kind AND l.sector = n.sector
            UNION ALL
            SELECT p.asking, p.strength, 0, l.* FROM product_list p
            JOIN chapter_listing x ON x.kind = p.kind AND x.chapter = p.chapter AND x.sector = p.sector
            JOIN listing l ON l.kind = x.kind AND l.sector = x.sector AND l.id = x.id),
        pair AS (
            SELECT l.enterprise,
                {Policy.Sector} * l.proximity + {Policy.Product} * {ProductOverlap} + {Policy.Language} * {Real("CASE WHEN l.languages & a.languages <> 0 THEN 1 ELSE 0 END")} AS shared,
                {Policy.Intent} * l.strength * {Coverage("a", "l")} + {Policy.Text} * {Text(SharedForward, "a")} + {Policy.Market} * g.wants
                    + {Policy.Capability} * {Capability("a", "l")} + {Policy.Preference} * {Preference("a")} + {Policy.Trust} * {Trust("l")} AS forward,
                {Policy.Intent} * l.strength * {Coverage("l", "a")} + {Policy.Text} * {Text(SharedBackward, "l")} + {Policy.Market} * l.wants_home
                    + {Policy.Capability} * {Capability("l", "a")} + {Policy.Preference} * {Preference("l")} + {Policy.Trust} * {Trust("a")} AS backward
            FROM candidate l JOIN asking a ON a.id = l.asking JOIN abroad g ON g.asking = l.asking AND g.country = l.country
            WHERE l.is_open = 1 AND @day BETWEEN l.valid_from AND l.valid_until AND l.wants_home > 0
                AND a.mandatory & (65535 - l.certificates) < 1 AND l.mandatory & (65535 - a.certificates) < 1
            {Fence}),
        best AS (
            SELECT enterprise, 2 * (shared + forward) * (shared + backward) / (2 * shared + forward + backward) AS score
            FROM pair ORDER BY score DESC LIMIT {RowsOfAnswers})
        SELECT enterprise, {Rounded("MAX(score)")} AS score FROM best GROUP BY enterprise ORDER BY 2 DESC, 1 LIMIT {Answers}
        """);

    private const string Wants = "CASE WHEN s.excluded = 1 THEN 0 ELSE COALESCE(s.accepted, CASE WHEN a.accepts = 1 THEN 0 ELSE COALESCE(s.exported, .5) END) END";

    // The same in both; without it PostgreSQL would reckon in decimals.
    private static string Real(string number) => $"CAST({number} AS double precision)";

    private string Text(string shared, string asker) => $"CASE WHEN {asker}.asks_weight > 0 THEN {Least("1.0", $"{shared} / {asker}.asks_weight")} ELSE 0 END";

    private string Coverage(string asker, string giver) => $"""
        CASE WHEN a.kind IN ({JointVenture}, {Research}) AND l.kind IN ({JointVenture}, {Research}) THEN .5 + .5 *
            CASE WHEN {asker}.needs <> 0 THEN {Real(Bits($"{asker}.needs & {giver}.contributes"))} / {Bits($"{asker}.needs")}
                WHEN {giver}.contributes <> 0 THEN {Real(Bits($"{giver}.contributes & (127 - {asker}.contributes)"))} / {Bits($"{giver}.contributes")} ELSE 0 END
            ELSE 1 END
        """;

    private string Capability(string asker, string giver)
    {
        var (low, high) = (Greatest("a.value_min", "l.value_min"), Least("a.value_max", "l.value_max"));
        var shorter = Least("a.value_max - a.value_min", "l.value_max - l.value_min");
        var stated = $"(CASE WHEN {asker}.wanted <> 0 THEN 1 ELSE 0 END + CASE WHEN a.currency = l.currency THEN 1 ELSE 0 END + CASE WHEN {asker}.wanted_sizes <> 0 THEN 1 ELSE 0 END)";
        return $"""
            CASE WHEN {stated} = 0 THEN 1 ELSE (CASE WHEN {asker}.wanted <> 0 THEN {Real(Bits($"{asker}.wanted & {giver}.certificates"))} / {asker}.wanted_count ELSE 0 END
                + CASE WHEN a.currency = l.currency THEN CASE WHEN {low} > {high} THEN 0 WHEN {shorter} <= 0 THEN 1 ELSE ({high} - {low}) / {shorter} END ELSE 0 END
                + (({asker}.wanted_sizes >> {giver}.size) & 1)) / {stated} END
            """;
    }

    private string Trust(string giver) =>
        $"(.5 * {giver}.verified + .3 * {giver}.completeness + .2 * {Least("1.0", Greatest("0.0", $"{Real($"1095 - (@day - {giver}.updated_on)")} / 730"))})";

    /// <summary>
    /// What an agreement leaves out is looked at only where a product of either side may be left out: then neither code of the
    /// nearest two products may be, and where none is shared one covered product of the asker is enough.
    /// </summary>
    private string Preference(string asker) => $"""
        CASE WHEN g.agreement IS NULL THEN 0 WHEN a.sensitive = 0 AND l.sensitive = 0 THEN g.agreement ELSE g.agreement * COALESCE(
            (SELECT CASE WHEN EXISTS (SELECT 1 FROM left_out o WHERE o.country = l.country AND o.prefix IN (substr(x.code, 1, length(o.prefix)), substr(y.code, 1, length(o.prefix)))) THEN 0 ELSE 1 END
                FROM {ProductsOf("a", "x")} CROSS JOIN {ProductsOf("l", "y")} WHERE substr(x.code, 1, 2) = substr(y.code, 1, 2)
                ORDER BY CASE WHEN x.code = y.code THEN 6 WHEN substr(x.code, 1, 4) = substr(y.code, 1, 4) THEN 4 ELSE 2 END DESC, {Least("x.code", "y.code")}, {Greatest("x.code", "y.code")} LIMIT 1),
            (SELECT MAX(CASE WHEN EXISTS (SELECT 1 FROM left_out o WHERE o.country = l.country AND o.prefix = substr(x.code, 1, length(o.prefix))) THEN 0 ELSE 1 END) FROM {ProductsOf(asker, "x")}),
            1) END
        """;
}
