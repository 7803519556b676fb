using System.Numerics;

namespace TradeDesk.Matching;

/// <summary>
/// Upper bounds of a pair's score for one asking intent, from what <see cref="HotIntent"/> tells. Both directions share the
/// factors intent, sector, product and language; every factor is taken at its highest where the hot part does not tell.
/// </summary>
internal sealed class QueryBounds
{
    /// <summary>More than rounding a score to 6 decimals and adding in single precision can raise it.</summary>
    public const float Slack = 5e-6f;

    /// <summary>More sixtieths than there are.</summary>
    private const int NoText = ushort.MaxValue;

    private const int AnySize = HotIntent.CertificatesNotTold - 1 & ~HotIntent.StatesValue;

    private readonly CompiledQuery _query;
    private readonly CompiledIntent _intent;
    private readonly byte[] _countries;
    private readonly CountryBound[] _bounds = new CountryBound[CountryBound.Classes];
    private readonly float[] _capability = new float[17 << 4];
    private readonly float[] _market = new float[5];
    private readonly float[] _trust = new float[HotIntent.TrustSteps + 1];
    private readonly ulong _chapters;
    private readonly float[] _sectors;
    private readonly ushort _languages;
    private readonly ushort _wanted;
    private readonly ushort _mandatory;
    private readonly byte _held;
    private readonly int _day;
    private readonly CountryBound _mostCountry;
    private readonly float _mostForward;
    private readonly float _mostBackward;
    private readonly float _textWeight;
    private readonly float _languageWeight;
    private readonly float _capabilityWeight;
    private readonly float _ownTrust;
    private readonly ushort _heldBits;
    private readonly SizeClass _size;
    private readonly bool _statesValue;

    public QueryBounds(CompiledQuery query, CompiledIntent intent)
    {
        (_query, _intent) = (query, intent);
        var view = View;
        _countries = new byte[query.Context.Model.Vocabulary.Codes.Count];
        _chapters = Signatures.Chapters(view.Products);
        _sectors = Sectors(view);
        _languages = Signatures.Languages(view.Languages);
        Words = new QueryWords(view);
        (_textWeight, _languageWeight) = (Weight(Factor.Text), Weight(Factor.Language));
        ChapterWeight = _chapters == 0 ? 0 : Weight(Factor.Product) * (float)new ProductOverlap(0, 0, 2).Value;
        (_capabilityWeight, _ownTrust) = (Weight(Factor.Capability), Weight(Factor.Trust) * (float)TrustValue.Of(view, query.Context.On));
        (_wanted, _mandatory) = (Signatures.Certificates(view.WantedCertificates), Signatures.Certificates(view.MandatoryCertificates));
        (_heldBits, _size, _statesValue) = (Signatures.Certificates(view.HeldCertificates), view.Size, view.Value.IsStated);
        (_held, _day) = (Signatures.Half(_heldBits), Math.Max(0, query.Context.On - HotIntent.FirstDay));
        _mostForward = _languageWeight + _textWeight + _capabilityWeight + Weight(Factor.Trust);
        _mostBackward = _languageWeight + _textWeight + _capabilityWeight + _ownTrust + Weight(Factor.Market);
        FillTables();
        FillCapability(view);
        FillCountries();
        _mostCountry = MostOfCountries(view);
    }

    public CompiledIntent Intent => _intent;

    public IntentView View => IntentView.Of(_query.Self, _intent);

    public QueryWords Words { get; }

    /// <summary>What a shared chapter adds; 0 when the asking intent has no products.</summary>
    public float ChapterWeight { get; }

    public float Weight(Factor factor) => (float)_query.Context.Weights[(int)factor];

    /// <summary>The highest score of a pair with so much for intent, sector and product, weighted.</summary>
    public float Highest(float shared)
    {
        shared += _languageWeight + Weight(Factor.Market) + Weight(Factor.Preference) + _textWeight;
        return Mean(shared + _capabilityWeight + Weight(Factor.Trust), shared + _capabilityWeight + _ownTrust);
    }

    /// <summary>Countries that add the same are of one class; told once for each country.</summary>
    public int CountryClass(int country)
    {
        if (country >= _countries.Length) return CountryBound.Elsewhere;
        if (_countries[country] == CountryBound.Untold) _countries[country] = (byte)ClassOf(country);
        return _countries[country];
    }

    /// <summary>A bit for each class of countries whose peers may reach a score, were everything else at its highest.</summary>
    public uint Reaching(float shared, float least)
    {
        var classes = 0u;
        for (var each = CountryBound.Refused + 1; each < CountryBound.Classes; each++)
        {
            var (forward, backward) = (shared + _bounds[each].Forward + _mostForward, shared + _bounds[each].Preference + _mostBackward);
            if (Reaches(forward, backward, least)) classes |= 1u << each;
        }
        return classes;
    }

    /// <summary>What a shared chapter adds to a pair.</summary>
    public float Chapter(in HotIntent hot) => (hot.Chapters & _chapters) != 0 ? ChapterWeight : 0;

    /// <summary>What is lost of the sector factor's weight by the peer's sector.</summary>
    public float SectorLoss(in HotIntent hot) => hot.Sector == HotIntent.SeveralSectors ? 0 : _sectors[hot.Sector];

    /// <summary>False when a hard constraint shows in the hot part to fail.</summary>
    public bool MayPass(in HotIntent hot) =>
        (_mandatory & ~hot.Held) == 0 && (hot.Mandatory & ~_held) == 0 && (hot.ValidUntil >= _day || hot.ValidUntil >= HotIntent.NoEnd);

    /// <summary>
    /// The least sixtieths of text, both ways together, with which a pair may reach a score, were everything else at its highest;
    /// 0 or less when it may without a shared telling word. The arithmetic mean bounds the harmonic one.
    /// </summary>
    public int NeededText(float shared, float least)
    {
        var forward = shared + _mostCountry.Forward + _mostForward - _textWeight * (1 - Words.Forward(0));
        var backward = shared + _mostCountry.Preference + _mostBackward - _textWeight * (1 - Words.CommonBackward);
        var missing = 2 * least - forward - backward;
        if (missing <= 0) return 0;
        return _textWeight > 0 ? (int)Math.Min(NoText, Math.Ceiling(missing / _textWeight * TextShare.Whole - Slack)) : NoText;
    }

    /// <summary>The highest score the pair can have; less than 0 when that is below the least that counts.</summary>
    /// <param name="hot">The peer's intent.</param>
    /// <param name="words">What <see cref="SharedWords"/> tells of it.</param>
    /// <param name="shared">Intent, sector and product, weighted.</param>
    /// <param name="contributions">How much of it hangs on contributions.</param>
    /// <param name="least">The least score that counts.</param>
    public float Highest(in HotIntent hot, int words, float shared, float contributions, float least)
    {
        if ((hot.Languages & _languages) != 0) shared += _languageWeight;
        var country = _bounds[CountryClass(hot.Country)];
        var forward = shared + country.Forward + _trust[hot.Trust] + _textWeight * Words.Forward(words & byte.MaxValue)
            + _capability[BitOperations.PopCount((uint)(hot.Held & _wanted)) << 4 | (int)hot.Size << 1 | hot.Wants & HotIntent.StatesValue];
        var backward = shared + country.Preference + _ownTrust + CapabilityBackward(hot) + _market[(int)hot.Market] + _textWeight * Words.Backward(words >> 8, hot);
        if (contributions > 0)
        {
            forward -= contributions * (1 - (float)IntentFit.Coverage(_intent.Needs, _intent.Contributes, hot.Contributes));
            backward -= contributions * (1 - (float)IntentFit.Coverage(hot.Needs, hot.Contributes, _intent.Contributes));
        }
        return Reaches(forward, backward, least) ? Mean(forward, backward) : -1;
    }

    /// <summary>Capability backward; a value range is taken as inside.</summary>
    private float CapabilityBackward(in HotIntent hot)
    {
        if (hot.Wants == 0 && hot.Wanted == 0) return _capabilityWeight;
        double? certificates = hot.Wanted != 0 ? BitOperations.PopCount((uint)(hot.Wanted & _heldBits)) / (double)BitOperations.PopCount(hot.Wanted)
            : (hot.Wants & HotIntent.CertificatesNotTold) != 0 ? 1 : null;
        double? value = _statesValue && (hot.Wants & HotIntent.StatesValue) != 0 ? 1 : null;
        double? size = (hot.Wants & AnySize) != 0 ? hot.Wants >> (int)_size & 1 : null;
        return _capabilityWeight * (float)new CapabilityFit(certificates, value, size).Value;
    }

    /// <summary>Without the division, which most pairs need not.</summary>
    private static bool Reaches(float forward, float backward, float least) => 2 * forward * backward >= least * (forward + backward);

    private static float Mean(float forward, float backward) => forward + backward > 0 ? 2 * forward * backward / (forward + backward) : 0;

    private float[] Sectors(in IntentView view)
    {
        var model = _query.Context.Model;
        var losses = new float[IntentLists.NoSector(model.Sectors.Count) + 1];
        Array.Fill(losses, Weight(Factor.Sector));
        foreach (var own in view.Sectors)
            foreach (var (sector, proximity) in model.NearSectors(own))
                losses[sector] = Math.Min(losses[sector], Weight(Factor.Sector) * (float)(1 - proximity));
        return losses;
    }

    private void FillTables()
    {
        for (var via = 0; via < _market.Length; via++) _market[via] = Weight(Factor.Market) * (float)MarketFit.Value((MarketVia)via);
        for (var step = 0; step < _trust.Length; step++) _trust[step] = Weight(Factor.Trust) * step / HotIntent.TrustSteps;
    }

    /// <summary>Capability by bits of wanted certificates held and by size; a value range is taken as inside.</summary>
    private void FillCapability(in IntentView view)
    {
        var hidden = view.WantedCertificates.Length - BitOperations.PopCount(_wanted);
        for (var bits = 0; bits <= BitOperations.PopCount(_wanted); bits++)
            for (var size = 0; size <= (int)SizeClass.Large; size++)
                for (var states = 0; states <= HotIntent.StatesValue; states++)
                {
                    double? certificates = view.WantedCertificates.IsEmpty ? null : (bits > 0 ? bits + hidden : 0) / (double)view.WantedCertificates.Length;
                    double? sizeFit = view.WantedSizes == 0 ? null : view.WantedSizes >> size & 1;
                    var fit = new CapabilityFit(certificates, view.Value.IsStated && states > 0 ? 1 : null, sizeFit);
                    _capability[bits << 4 | size << 1 | states] = _capabilityWeight * (float)fit.Value;
                }
    }

    private void FillCountries()
    {
        for (var via = MarketVia.Open; via <= MarketVia.Country; via++)
            for (var agreement = 0; agreement < CountryBound.Agreements; agreement++)
                _bounds[CountryBound.ClassOf(via, agreement)] = Bound((float)MarketFit.Value(via), agreement / 2f);
        _bounds[CountryBound.Elsewhere] = Bound(1, 1);
    }

    /// <summary>An intent that accepts all wants no country more than those exported to.</summary>
    private CountryBound MostOfCountries(in IntentView view) =>
        Bound((float)MarketFit.Value(!view.Accept.IsEmpty ? MarketVia.Country : view.ExportsTo.IsEmpty ? MarketVia.Open : MarketVia.ExportsTo), 1);

    private CountryBound Bound(float market, float preference) =>
        new(Weight(Factor.Market) * market + Weight(Factor.Preference) * preference, Weight(Factor.Preference) * preference);

    private int ClassOf(int country)
    {
        var via = MarketFit.Via(View, new IntentView { Country = country }, _query.Context.Model);
        return via == MarketVia.Refused ? CountryBound.Refused : CountryBound.ClassOf(via, (int)(2 * Preference(country)));
    }

    /// <summary>The best agreement in force, whatever it covers.</summary>
    private double Preference(int country)
    {
        var foreign = _query.Self.Is(EnterpriseFlags.Home) ? country : _query.Self.Country;
        foreach (var agreement in _query.Context.Model.Agreements(foreign))
            if (agreement.From <= _query.Context.On) return agreement.Value;
        return 0;
    }
}

/// <summary>What a peer's country adds: market and preference forward, preference backward.</summary>
internal readonly record struct CountryBound(float Forward, float Preference)
{
    /// <summary>No agreement, one that covers a part, one that covers all.</summary>
    public const int Agreements = 3;

    public const int Untold = 0;
    public const int Refused = 1;

    /// <summary>A country that the model has no number for: all it could add.</summary>
    public const int Elsewhere = Refused + (int)MarketVia.Country * Agreements + 1;

    public const int Classes = Elsewhere + 1;

    public static int ClassOf(MarketVia via, int agreement) => Refused + 1 + ((int)via - 1) * Agreements + agreement;
}
