namespace TradeDesk.Taxonomy;

/// <summary>Words that carry no trade of their own, and those that turn what follows.</summary>
internal static class PlainWords
{
    private static readonly HashSet<string> Plain = new(
        ("a an and the or of for from with by in on to at into as is are be all any other others only also we our us their its it this that these those will has have having "
        + "make made need want seek look buy sell export import used using use type kind various etc e g i such including include based own new old best leading quality high good range company firm limited ltd pvt private inc co "
        + "product service item goods supply equipment part material general special special purpose purchased work related not nec except without excluding than per no "
        + "tender contract framework provision notice lot bid bidder procurement provider requirement project scheme site year description list up out united one two three first second day month term area provide supplier").Split(' '), StringComparer.Ordinal);

    private static readonly HashSet<string> Turning = new("for from with by in using on to at into under via against through".Split(' '), StringComparer.Ordinal);
    private static readonly HashSet<string> Negating = new("except without excluding not".Split(' '), StringComparer.Ordinal);

    public static bool Is(string word) => word.Length < 2 || Plain.Contains(word);

    /// <summary>What a word does to those after it.</summary>
    public static WordTurn TurnOf(ReadOnlySpan<char> word) =>
        Turning.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) ? WordTurn.Aside
        : Negating.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) ? WordTurn.Negated
        : WordTurn.None;
}

/// <summary>How a word stands in its clause.</summary>
internal enum WordTurn : byte
{
    None,

    /// <summary>After "for", "with", "from": about the thing, not the thing.</summary>
    Aside,

    /// <summary>After "except", "without": expressly not the thing.</summary>
    Negated,
}
