namespace TradeDesk.Matching;

/// <summary>Factor preference: the best agreement in force that covers the products on their way. Never tariff advice.</summary>
internal static class PreferenceFit
{
    public static Agreement? Best(in IntentView asker, in IntentView giver, ProductOverlap product, ScoringContext context)
    {
        foreach (var agreement in context.Model.Agreements(asker.Home ? giver.Country : asker.Country))
            if (agreement.From <= context.On && Covers(agreement, asker, product, GoodsFlows.Between(asker, giver))) return agreement;
        return null;
    }

    /// <summary>Neither code of a shared product may be excluded; of products merely asked for, one covered is enough.</summary>
    private static bool Covers(Agreement agreement, in IntentView asker, ProductOverlap product, GoodsFlow flow)
    {
        if (product.Digits > 0) return !agreement.Excludes(product.Asked, flow) && !agreement.Excludes(product.Given, flow);
        foreach (var code in asker.Products)
            if (!agreement.Excludes(code, flow)) return true;
        return asker.Products.IsEmpty;
    }
}
