namespace TradeDesk.Matching;

/// <summary>Factor product: the two HS codes that share most digits.</summary>
/// <param name="Asked">The asker's code.</param>
/// <param name="Given">The giver's code.</param>
/// <param name="Digits">Digits in common: 0, 2, 4 or 6.</param>
internal readonly record struct ProductOverlap(int Asked, int Given, int Digits)
{
    public double Value => Digits switch { 6 => 1, 4 => .7, 2 => .3, _ => 0 };

    public ProductOverlap Reversed => new(Given, Asked, Digits);

    /// <summary>
    /// The best overlap. Of equal ones the pair with the lowest code, then the lowest other code, whichever side states
    /// them, so that both directions speak of the same two codes.
    /// </summary>
    public static ProductOverlap Best(ReadOnlySpan<int> asked, ReadOnlySpan<int> given)
    {
        var best = default(ProductOverlap);
        foreach (var a in asked)
            foreach (var b in given)
            {
                var overlap = new ProductOverlap(a, b, HsCode.SharedDigits(a, b) & ~1);
                if (overlap.Digits > best.Digits || overlap.Digits == best.Digits && overlap.Digits > 0 && overlap.IsBefore(best)) best = overlap;
            }
        return best;
    }

    private bool IsBefore(ProductOverlap other) =>
        (Math.Min(Asked, Given), Math.Max(Asked, Given)).CompareTo((Math.Min(other.Asked, other.Given), Math.Max(other.Asked, other.Given))) < 0;
}
