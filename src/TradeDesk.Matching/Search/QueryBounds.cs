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

    private readonly CompiledQuery _query;
    private readonly CompiledIntent _intent;
    private readonly float[] _countries;
    private readonly float[] _market = new float[5];
    private readonly float[] _trust = new float[HotIntent.TrustSteps + 1];
    private readonly float[] _text = new float[65];
    private readonly (ulong Full, ulong Headings, ulong Chapters) _products;
    private readonly ushort _languages;
    private readonly ulong _asks;
    private readonly ulong _gives;
    private readonly float _textWeight;
    private readonly float _languageWeight;
    private readonly float _productWeight;

    public QueryBounds(CompiledQuery query, CompiledIntent intent)
    {
        (_query, _intent) = (query, intent);
        var view = View;
        _countries = new float[query.Context.Model.Vocabulary.Codes.Count];
        Array.Fill(_countries, float.NaN);
        _products = (Signatures.Full(view.Products), Signatures.Headings(view.Products), Signatures.Chapters(view.Products));
        _languages = Signatures.Languages(view.Languages);
        (_asks, _gives) = (Signatures.Words(view.AskWords), Signatures.Words(view.IntentWords) | Signatures.Words(view.EnterpriseWords));
        (_textWeight, _languageWeight, _productWeight) = (Weight(Factor.Text), Weight(Factor.Language), Weight(Factor.Product));
        Backward = Weight(Factor.Capability) + Weight(Factor.Trust) * (float)TrustValue.Of(view, query.Context.On);
        FillTables(view);
    }

    public CompiledIntent Intent => _intent;

    public IntentView View => IntentView.Of(_query.Self, _intent);

    /// <summary>What the backward direction has whoever the peer is: capability at its highest and the asker's own trust.</summary>
    public float Backward { get; }

    public float Weight(Factor factor) => (float)_query.Context.Weights[(int)factor];

    /// <summary>The highest score of a pair with so much for intent and sector, weighted.</summary>
    public float Highest(float shared)
    {
        shared += _productWeight + _languageWeight + Weight(Factor.Market) + Weight(Factor.Preference) + _textWeight;
        var (forward, backward) = (shared + Weight(Factor.Capability) + Weight(Factor.Trust), shared + Backward);
        return forward + backward > 0 ? 2 * forward * backward / (forward + backward) : 0;
    }

    /// <summary>True when a pair with a peer of the country may reach a score, were everything else at its highest.</summary>
    public bool CountryMayReach(float shared, float country, float preference, float least)
    {
        shared += _productWeight + _languageWeight + _textWeight;
        return Reaches(
            shared + country + Weight(Factor.Capability) + Weight(Factor.Trust),
            shared + Backward + preference + Weight(Factor.Market), least);
    }

    /// <summary>Market and preference of a country; -1 when it is refused.</summary>
    public float Country(int country)
    {
        if (country >= _countries.Length) return Weight(Factor.Market) + Weight(Factor.Preference);
        if (float.IsNaN(_countries[country])) _countries[country] = ComputeCountry(country);
        return _countries[country];
    }

    /// <summary>True when the pair may reach a score.</summary>
    /// <param name="hot">The peer's intent.</param>
    /// <param name="shared">Intent and sector, weighted.</param>
    /// <param name="forward">Market, preference and capability of the peer, weighted.</param>
    /// <param name="backward">Capability, preference and own trust, weighted.</param>
    /// <param name="least">The score to reach, less <see cref="Slack"/>.</param>
    public bool MayReach(in HotIntent hot, float shared, float forward, float backward, float least)
    {
        shared += Product(hot.Products) + ((hot.Languages & _languages) != 0 ? _languageWeight : 0);
        forward += shared + _trust[hot.Trust] + _text[BitOperations.PopCount(hot.Gives & _asks)];
        backward += shared + _market[(int)hot.Market]
            + _textWeight * TextBound.Of(BitOperations.PopCount(hot.Asks & _gives), hot.AskWeight, hot.HiddenAsks);
        return Reaches(forward, backward, least);
    }

    public static bool Reaches(float forward, float backward, float least) => 2 * forward * backward >= least * (forward + backward);

    private float Product(ulong products)
    {
        if ((products & _products.Full) != 0) return _productWeight;
        if ((products & _products.Headings) != 0) return _productWeight * .7f;
        return (products & _products.Chapters) != 0 ? _productWeight * .3f : 0;
    }

    private void FillTables(in IntentView view)
    {
        for (var via = 0; via < _market.Length; via++) _market[via] = Weight(Factor.Market) * (float)MarketFit.Value((MarketVia)via);
        for (var step = 0; step < _trust.Length; step++) _trust[step] = Weight(Factor.Trust) * step / HotIntent.TrustSteps;
        var (weight, hidden) = (TextBound.AskWeight(view.AskWords), TextBound.Hidden(view.AskWords, _asks));
        for (var bits = 0; bits < _text.Length; bits++) _text[bits] = _textWeight * TextBound.Of(bits, weight, hidden);
    }

    private float ComputeCountry(int country)
    {
        var via = MarketFit.Via(View, new IntentView { Country = country }, _query.Context.Model);
        return via == MarketVia.Refused ? -1 : Weight(Factor.Market) * (float)MarketFit.Value(via) + Preference(country);
    }

    /// <summary>The best agreement in force, whatever it covers.</summary>
    public float Preference(int country)
    {
        var foreign = _query.Self.Is(EnterpriseFlags.Home) ? country : _query.Self.Country;
        foreach (var agreement in _query.Context.Model.Agreements(foreign))
            if (agreement.From <= _query.Context.On) return Weight(Factor.Preference) * (float)agreement.Value;
        return 0;
    }
}
