using System.Runtime.InteropServices;

namespace TradeDesk.Matching;

/// <summary>What an upper bound needs of an intent, in 32 bytes, two to a cache line, laid out in list order.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct HotIntent
{
    public const ushort OtherCountry = ushort.MaxValue;
    public const int TrustSteps = 255;

    /// <summary>Signature of the telling words the intent gives.</summary>
    public readonly ulong Gives;

    /// <summary>Signature of the telling words the intent asks for.</summary>
    public readonly ulong Asks;

    /// <summary>Signature of the products.</summary>
    public readonly ulong Products;

    /// <summary>Number of the country; <see cref="OtherCountry"/> for numbers that do not fit.</summary>
    public readonly ushort Country;

    public readonly ushort Languages;

    /// <summary>Upper bound of why the intent wants the other side: exact when the other side is one country.</summary>
    public readonly MarketVia Market;

    /// <summary>Upper bound of trust on any day, in steps of 1/255, rounded up.</summary>
    public readonly byte Trust;

    /// <summary>Weight of the words asked for, in fifths, at most 30 (more changes nothing).</summary>
    public readonly byte AskWeight;

    /// <summary>Weight, in fifths, of asked words that may be shared without showing in <see cref="Asks"/>.</summary>
    public readonly byte HiddenAsks;

    public HotIntent(in IntentView view, MarketVia market)
    {
        Gives = Signatures.Words(view.IntentWords) | Signatures.Words(view.EnterpriseWords);
        Asks = Signatures.Words(view.AskWords);
        Products = Signatures.Products(view.Products);
        Country = (ushort)Math.Min(view.Country, (int)OtherCountry);
        Languages = Signatures.Languages(view.Languages);
        Market = market;
        Trust = (byte)Math.Min(TrustSteps, Math.Ceiling(TrustValue.Highest(view.Verification, view.Completeness) * TrustSteps));
        AskWeight = TextBound.AskWeight(view.AskWords);
        HiddenAsks = TextBound.Hidden(view.AskWords, Asks);
    }
}
