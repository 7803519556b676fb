using AnyAscii;

namespace TradeDesk.Taxonomy;

/// <summary>One word of a text.</summary>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends in the text.</param>
/// <param name="Word">Its number in the vocabulary, or -1.</param>
/// <param name="Clause">Counts the clauses, parted by commas, brackets and ends of sentences.</param>
/// <param name="Turn">How it stands in its clause.</param>
/// <param name="Case">How it is written.</param>
internal readonly record struct TextWord(int Start, int End, int Word, short Clause, WordTurn Turn, WordCase Case);

/// <summary>How a word is written; what has no capitals counts as a name.</summary>
[Flags]
internal enum WordCase : byte
{
    Lower = 0,
    Capital = 1,
    AllCapitals = 2,
    NoCase = 4,
    Plural = 8,
    StartsSentence = 16,

    /// <summary>Not a word of the vocabulary; read by its last part.</summary>
    Guessed = 32,
}

/// <summary>Reads a text word by word, folded into Latin letters, singular, with its clauses.</summary>
internal ref struct TextWords(TagVocabulary vocabulary, string text, Span<TextWord> into)
{
    private const int LongestWord = 48;
    private static readonly string?[] Letters = new string?[char.MaxValue + 1];
    private readonly Span<TextWord> into = into;
    private short clause;
    private bool startsSentence = true;
    private int bracket;
    private WordTurn turn, outside;

    /// <summary>Fills the words; answers how many there are. Words beyond the room are left unread.</summary>
    public int Read()
    {
        var count = 0;
        Span<char> letters = stackalloc char[LongestWord];
        for (var i = 0; i < text.Length && count < into.Length;)
        {
            if (!IsWord(text, i))
            {
                Part(text, i++);
                continue;
            }

            var start = i;
            var (length, style) = ReadLetters(ref i, letters);
            if (length > 0)
                into[count++] = Word(start, i, letters[..length], style);
        }

        return count;
    }

    private TextWord Word(int start, int end, scoped Span<char> letters, WordCase style)
    {
        var length = TradeText.Singular(letters);
        var word = letters[..length];
        if (length != letters.Length)
            style |= WordCase.Plural;
        if (startsSentence)
            style |= WordCase.StartsSentence;
        startsSentence = false;
        var number = vocabulary.Word(word);
        if (number < 0 && vocabulary.Guess(word) is >= 0 and var guess)
            (number, style) = (guess, style | WordCase.Guessed);
        var found = new TextWord(start, end, number, clause, turn, style);
        var turned = PlainWords.TurnOf(word);
        if (turned > turn)
            turn = turned;
        return found;
    }

    private readonly (int Length, WordCase Style) ReadLetters(ref int i, scoped Span<char> letters)
    {
        var (length, capitals, first, cased) = (0, 0, false, true);
        for (; i < text.Length && IsWord(text, i); i++)
        {
            var c = text[i];
            if (c == '\'' || c == '\u2019')
                continue;
            if (char.IsAsciiLetterUpper(c))
                (capitals, first) = (capitals + 1, first || length == 0);
            if (char.IsAscii(c))
                Append(letters, ref length, c);
            else
            {
                first |= length == 0 && char.IsUpper(c);
                capitals += char.IsUpper(c) ? 1 : 0;
                cased &= char.IsLower(c) || char.IsUpper(c);
                AppendLatin(letters, ref length, ref i);
            }
        }

        var style = !cased ? WordCase.NoCase : first ? WordCase.Capital | (capitals == length && length > 1 ? WordCase.AllCapitals : 0) : WordCase.Lower;
        return (length, style);
    }

    private readonly void AppendLatin(scoped Span<char> letters, ref int length, ref int i)
    {
        string latin;
        if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            latin = text.Substring(i++, 2).Transliterate();
        else
            latin = char.IsSurrogate(text[i]) ? "" : Letters[text[i]] ??= text.Substring(i, 1).Transliterate();
        foreach (var c in latin)
            if (char.IsAsciiLetterOrDigit(c))
                Append(letters, ref length, c);
    }

    private static void Append(Span<char> letters, ref int length, char c)
    {
        if (length < letters.Length)
            letters[length++] = char.ToLowerInvariant(c);
    }

    // Marks belong to the letter before them: Hindi vowels are marks.
    private static bool IsWord(string text, int i)
    {
        var c = text[i];
        if (char.IsAscii(c))
            return char.IsAsciiLetterOrDigit(c) || (c == '\'' && i > 0 && i + 1 < text.Length && char.IsAsciiLetter(text[i - 1]) && char.IsAsciiLetter(text[i + 1]));
        return c == '\u2019' || char.IsSurrogate(c) || char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark or System.Globalization.UnicodeCategory.Format;
    }

    private void Part(string text, int i)
    {
        switch (text[i])
        {
            case '(' or '[':
                clause++;
                if (bracket++ == 0)
                    (outside, turn) = (turn, turn == WordTurn.Negated ? turn : WordTurn.None);
                break;
            case ')' or ']' when bracket > 0:
                clause++;
                if (--bracket == 0)
                    turn = outside;
                break;
            case ',' or '\u060C' or '\u3001':
                clause++;
                // "(except rice, wheat)" leaves out both; outside of brackets a comma ends what was left out.
                turn = bracket > 0 && turn == WordTurn.Negated ? turn : WordTurn.None;
                break;
            case '.' when i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]):
                break;
            case '.' when i >= 2 && text[i - 2] == '.':
                break;
            case ';' or ':' or '.' or '!' or '?' or '\n' or '|' or '\u0964' or '\u3002':
                (clause, turn, bracket, startsSentence) = ((short)(clause + 1), WordTurn.None, 0, text[i] != ':' || startsSentence);
                break;
            default:
                break;
        }
    }
}
