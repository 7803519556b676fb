using System.Numerics;
using System.Runtime.InteropServices;

namespace TradeDesk.Matching;

/// <summary>What an upper bound needs of an intent, in 30 bytes, laid out in list order.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal readonly struct HotIntent
{
    public const ushort OtherCountry = ushort.MaxValue;
    public const int TrustSteps = 255;
    public const int FirstDay = 730_000;
    public const ushort SeveralSectors = ushort.MaxValue;
    public const ushort NoEnd = ushort.MaxValue;

    /// <summary>In the place of the unknown size, which nobody can want.</summary>
    public const byte StatesValue = 1;

    /// <summary>Two wanted certificates have one bit.</summary>
    public const byte CertificatesNotTold = 1 << (int)SizeClass.Large + 1;

    /// <summary>Signature of the products' chapters; longer codes in common are found by the lists of products.</summary>
    public readonly ulong Chapters;

    /// <summary>Number of the country; <see cref="OtherCountry"/> for numbers that do not fit.</summary>
    public readonly ushort Country;

    public readonly ushort Languages;

    /// <summary>Upper bound of why the intent wants the other side: exact when the other side is one country.</summary>
    public readonly MarketVia Market;

    /// <summary>Upper bound of trust on any day, in steps of 1/255, rounded up.</summary>
    public readonly byte Trust;

    /// <summary>Weight of the words asked for, as <see cref="TextShare"/> has it.</summary>
    public readonly byte AskWeight;

    /// <summary>How many common words are asked for, at most 255.</summary>
    public readonly byte AskedCommon;

    /// <summary>Signature of the certificates held.</summary>
    public readonly ushort Held;

    /// <summary>Signature of the wanted certificates, a bit for each; 0 when <see cref="Wants"/> says that they are not told.</summary>
    public readonly ushort Wanted;

    /// <summary>Last day of validity, counted from <see cref="FirstDay"/>; <see cref="NoEnd"/> for none or far away.</summary>
    public readonly ushort ValidUntil;

    /// <summary>Signature of the mandatory certificates.</summary>
    public readonly byte Mandatory;

    public readonly SizeClass Size;

    /// <summary>The wanted size classes, a bit for each, <see cref="StatesValue"/> and <see cref="CertificatesNotTold"/>.</summary>
    public readonly byte Wants;

    public readonly Contributions Contributes;

    public readonly Contributions Needs;

    /// <summary>The only sector of the tree; <see cref="SeveralSectors"/> when there are more.</summary>
    public readonly ushort Sector;

    public HotIntent(in IntentView view, MarketVia market, int sector)
    {
        Chapters = Signatures.Chapters(view.Products);
        Country = (ushort)Math.Min(view.Country, (int)OtherCountry);
        Languages = Signatures.Languages(view.Languages);
        Market = market;
        Trust = (byte)Math.Min(TrustSteps, Math.Ceiling(TrustValue.Highest(view.Verification, view.Completeness) * TrustSteps));
        (AskWeight, AskedCommon) = (TextShare.AskWeight(view.AskWords), TextShare.Common(view.AskWords));
        Held = Signatures.Certificates(view.HeldCertificates);
        var wanted = Signatures.Certificates(view.WantedCertificates);
        var told = BitOperations.PopCount(wanted) == view.WantedCertificates.Length;
        Wanted = told ? wanted : (ushort)0;
        Wants = (byte)(view.WantedSizes | (view.Value.IsStated ? StatesValue : 0) | (told ? 0 : CertificatesNotTold));
        (Contributes, Needs) = (view.Contributes, view.Needs);
        Mandatory = Signatures.Half(Signatures.Certificates(view.MandatoryCertificates));
        ValidUntil = (ushort)Math.Clamp((long)view.ValidUntil - FirstDay, 0, NoEnd);
        (Size, Sector) = (view.Size, (ushort)sector);
    }
}
