namespace TradeDesk.Matching.Tests;

/// <summary>
/// The matching model once more, from the specification alone: plain strings, dictionaries and loops over everything. It
/// shares only the input records with the engine.
/// </summary>
internal static class Oracle
{
    public sealed record Best(string PeerId, double Score, double Forward, double Backward, string QueryIntentId, string PeerIntentId);

    public static List<Best> Top(IEnumerable<MatchEnterprise> stored, MatchQuery query)
    {
        var matches = stored
            .Where(peer => Passes(query, peer) && (query.Country is null || peer.Country == query.Country))
            .Select(peer => BestPair(query, peer, intent => InSector(query, peer, intent) && (query.PeerIntentType is null || intent.Type == query.PeerIntentType)))
            .OfType<Best>()
            .Where(match => match.Score >= (double.IsNaN(query.MinScore) ? 0 : query.MinScore))
            .ToList();
        matches.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.PeerId, b.PeerId));
        return [.. matches.Take(Math.Max(0, query.Limit))];
    }

    public static bool Passes(MatchQuery query, MatchEnterprise peer)
    {
        var self = query.Enterprise;
        return (self.Country == World.Home) != (peer.Country == World.Home)
            && self.Active && peer.Active && self.Consents && peer.Consents
            && (query.SeesControlled || !(self.Controlled || peer.Controlled))
            && !(query.BlockedPeers?.Contains(peer.Id) ?? false)
            && !(self.Owner is not null && self.Owner == peer.Owner)
            && self.Id != peer.Id;
    }

    public static Best? BestPair(MatchQuery query, MatchEnterprise peer, Func<MatchIntent, bool> admitted)
    {
        Best? best = null;
        foreach (var own in query.Enterprise.Intents.DistinctBy(intent => intent.Id))
        {
            if (query.IntentType is not null && own.Type != query.IntentType) continue;
            if (query.IntentId is not null && own.Id != query.IntentId) continue;
            foreach (var other in peer.Intents.DistinctBy(intent => intent.Id).Where(admitted))
            {
                if (!Allowed(query, own, peer, other)) continue;
                var forward = Directional(query, query.Enterprise, own, peer, other);
                var backward = Directional(query, peer, other, query.Enterprise, own);
                var score = Rounded(forward + backward == 0 ? 0 : 2 * forward * backward / (forward + backward));
                var found = new Best(peer.Id, score, forward, backward, own.Id, other.Id);
                if (best is null || Beats(found, best)) best = found;
            }
        }
        return best;
    }

    public static bool Allowed(MatchQuery query, MatchIntent own, MatchEnterprise peer, MatchIntent other)
    {
        var self = query.Enterprise;
        return IsOpen(own, query.On) && IsOpen(other, query.On)
            && Strength(own, other) > 0
            && (SectorValue(self, own, peer, other) >= query.Policy.SectorFloor || Digits(self, own, peer, other) > 0)
            && MarketValue(self, own, peer) > 0 && MarketValue(peer, other, self) > 0
            && own.Certifications.All(wanted => !wanted.Mandatory || peer.Certifications.Contains(wanted.Code))
            && other.Certifications.All(wanted => !wanted.Mandatory || self.Certifications.Contains(wanted.Code));
    }

    /// <summary>First to 12 decimals, so that the order of adding does not decide which way a half goes.</summary>
    public static double Rounded(double score) => Math.Round(Math.Round(score, 12), 6);

    public static bool IsOpen(MatchIntent intent, DateOnly on) =>
        intent.Open && (intent.ValidFrom is null || intent.ValidFrom <= on) && (intent.ValidUntil is null || intent.ValidUntil >= on);

    public static double Directional(MatchQuery query, MatchEnterprise a, MatchIntent wants, MatchEnterprise b, MatchIntent gives)
    {
        var policy = query.Policy;
        return policy.Intent * IntentValue(wants, gives)
            + policy.Sector * SectorValue(a, wants, b, gives)
            + policy.Product * DigitsValue(Digits(a, wants, b, gives))
            + policy.Text * TextValue(a, wants, b, gives)
            + policy.Market * MarketValue(a, wants, b)
            + policy.Capability * CapabilityValue(wants, b, gives)
            + policy.Preference * PreferenceValue(query.On, a, wants, b, gives)
            + policy.Trust * TrustValue(b, query.On)
            + policy.Language * (a.Languages.Any(b.Languages.Contains) ? 1 : 0);
    }

    private static bool Beats(Best found, Best best)
    {
        if (found.Score != best.Score) return found.Score > best.Score;
        var order = string.CompareOrdinal(found.QueryIntentId, best.QueryIntentId);
        return order != 0 ? order < 0 : string.CompareOrdinal(found.PeerIntentId, best.PeerIntentId) < 0;
    }

    private static bool InSector(MatchQuery query, MatchEnterprise peer, MatchIntent intent) =>
        query.Sector is null || Sectors(peer, intent).Any(sector => World.PathToTop(sector).Contains(query.Sector));

    private static double Strength(MatchIntent a, MatchIntent b) => World.Strength(a.Type, a.Role, b.Type, b.Role);

    private static double IntentValue(MatchIntent wants, MatchIntent gives)
    {
        var strength = Strength(wants, gives);
        PartnershipType[] together = [PartnershipType.JointVenture, PartnershipType.RdCooperation];
        if (!together.Contains(wants.Type) || !together.Contains(gives.Type) || wants.Role != IntentRole.Mutual || gives.Role != IntentRole.Mutual)
            return strength;
        var (needs, own, brings) = (Flags(wants.Needs), Flags(wants.Contributes), Flags(gives.Contributes));
        var coverage = needs.Count > 0 ? needs.Count(brings.Contains) / (double)needs.Count
            : brings.Count > 0 ? brings.Count(flag => !own.Contains(flag)) / (double)brings.Count
            : 0;
        return strength * (0.5 + 0.5 * coverage);
    }

    private static List<Contributions> Flags(Contributions value) =>
        [.. Enum.GetValues<Contributions>().Where(flag => flag != Contributions.None && value.HasFlag(flag))];

    private static IReadOnlyList<string> Sectors(MatchEnterprise e, MatchIntent i) => i.Sectors.Count > 0 ? i.Sectors : e.Sectors;

    private static List<string> Products(MatchEnterprise e, MatchIntent i) =>
        Valid(i.Products) is { Count: > 0 } own ? own : Valid(e.Products);

    private static List<string> Valid(IReadOnlyList<string> codes) =>
        [.. codes.Select(code => code.Length > 6 ? code[..6] : code).Where(code => code.Length >= 2 && code.All(char.IsAsciiDigit)).Distinct()];

    private static double SectorValue(MatchEnterprise a, MatchIntent wants, MatchEnterprise b, MatchIntent gives) =>
        Sectors(a, wants).SelectMany(x => Sectors(b, gives).Select(y => World.Proximity(x, y))).DefaultIfEmpty(0).Max();

    private static int Digits(MatchEnterprise a, MatchIntent wants, MatchEnterprise b, MatchIntent gives) =>
        Products(a, wants).SelectMany(x => Products(b, gives).Select(y => Digits(x, y))).DefaultIfEmpty(0).Max();

    private static int Digits(string x, string y) =>
        new[] { 6, 4, 2 }.FirstOrDefault(length => x.Length >= length && y.Length >= length && x[..length] == y[..length]);

    private static double DigitsValue(int digits) => digits switch { 6 => 1, 4 => .7, 2 => .3, _ => 0 };

    private static double TextValue(MatchEnterprise a, MatchIntent wants, MatchEnterprise b, MatchIntent gives)
    {
        var asked = (wants.Terms.Count > 0 ? wants.Terms : a.Terms).Distinct().ToList();
        var given = gives.Terms.Concat(b.Terms).ToHashSet();
        var all = asked.Sum(TermWeights.Of);
        return all == 0 ? 0 : Math.Min(1, asked.Where(given.Contains).Sum(TermWeights.Of) / Math.Min(all, 6));
    }

    private static double MarketValue(MatchEnterprise a, MatchIntent wants, MatchEnterprise b)
    {
        var groups = World.Groups(b.Country);
        if (wants.Exclude.Any(code => code == b.Country || groups.Contains(code))) return 0;
        if (wants.Accept.Count == 0) return a.ExportsTo.Contains(b.Country) ? .7 : .5;
        if (wants.Accept.Contains(b.Country)) return 1;
        return wants.Accept.Any(groups.Contains) ? .8 : 0;
    }

    private static double CapabilityValue(MatchIntent wants, MatchEnterprise b, MatchIntent gives)
    {
        var parts = new List<double>();
        var codes = wants.Certifications.Select(wanted => wanted.Code).Distinct().ToList();
        if (codes.Count > 0) parts.Add(codes.Count(b.Certifications.Contains) / (double)codes.Count);
        if (wants.Value is not null && gives.Value is not null && wants.Value.Currency == gives.Value.Currency) parts.Add(Overlap(wants.Value, gives.Value));
        if (wants.WantedSizes.Count > 0) parts.Add(b.Size is { } size && wants.WantedSizes.Contains(size) ? 1 : 0);
        return parts.Count == 0 ? 1 : parts.Average();
    }

    private static double Overlap(ValueBand a, ValueBand b)
    {
        var (low, high) = (Math.Max(Math.Min(a.Min, a.Max), Math.Min(b.Min, b.Max)), Math.Min(Math.Max(a.Min, a.Max), Math.Max(b.Min, b.Max)));
        var shorter = Math.Min(Math.Abs(a.Max - a.Min), Math.Abs(b.Max - b.Min));
        return low > high ? 0 : shorter == 0 ? 1 : (double)((high - low) / shorter);
    }

    private static double PreferenceValue(DateOnly on, MatchEnterprise a, MatchIntent wants, MatchEnterprise b, MatchIntent gives)
    {
        var foreign = a.Country == World.Home ? b.Country : a.Country;
        return World.Agreements
            .Where(agreement => agreement.Country == foreign && agreement.From <= on && Covers(agreement, a, wants, b, gives))
            .Select(agreement => agreement.Partial ? .5 : 1)
            .DefaultIfEmpty(0).Max();
    }

    private static bool Covers(TradePreference agreement, MatchEnterprise a, MatchIntent wants, MatchEnterprise b, MatchIntent gives)
    {
        var best = Digits(a, wants, b, gives);
        if (best == 0) return Products(a, wants) is var asked && (asked.Count == 0 || asked.Any(code => !Excluded(code)));
        var pair = Products(a, wants).SelectMany(x => Products(b, gives).Select(y => (x, y)))
            .Where(pair => Digits(pair.x, pair.y) == best)
            .OrderBy(pair => string.CompareOrdinal(pair.x, pair.y) < 0 ? pair.x : pair.y, StringComparer.Ordinal)
            .ThenBy(pair => string.CompareOrdinal(pair.x, pair.y) < 0 ? pair.y : pair.x, StringComparer.Ordinal)
            .First();
        return !Excluded(pair.x) && !Excluded(pair.y);

        bool Excluded(string code) => Barred(GoesOut(a, wants, gives)).Any(prefix => code.StartsWith(prefix, StringComparison.Ordinal));

        IEnumerable<string> Barred(bool? goesOut) =>
            goesOut is null ? agreement.ImportsExcluded.Concat(agreement.ExportsExcluded) : goesOut.Value ? agreement.ExportsExcluded : agreement.ImportsExcluded;
    }

    /// <summary>True when goods leave the home country, false when they come in, null when nothing says so.</summary>
    private static bool? GoesOut(MatchEnterprise a, MatchIntent wants, MatchIntent gives)
    {
        PartnershipType[] goods = [PartnershipType.Trade, PartnershipType.Supply, PartnershipType.Subcontracting, PartnershipType.ContractManufacturing];
        var atHome = a.Country == World.Home;
        if (goods.Contains(wants.Type)) return (wants.Role == IntentRole.Offers) == atHome;
        if (wants.Type == PartnershipType.Distribution) return (wants.Role == IntentRole.Seeks) == atHome;
        if (goods.Contains(gives.Type)) return (gives.Role == IntentRole.Offers) != atHome;
        if (gives.Type == PartnershipType.Distribution) return (gives.Role == IntentRole.Seeks) != atHome;
        return null;
    }

    private static double TrustValue(MatchEnterprise b, DateOnly on)
    {
        var verified = b.Verification switch
        {
            VerificationLevel.RegisterVerified => 1,
            VerificationLevel.PartnerVerified => .7,
            VerificationLevel.SelfDeclared => .3,
            _ => 0,
        };
        var complete = double.IsNaN(b.Completeness) ? 0 : Math.Max(0, Math.Min(1, b.Completeness));
        var days = b.UpdatedOn is null ? double.PositiveInfinity : on.DayNumber - b.UpdatedOn.Value.DayNumber;
        var fresh = Math.Max(0, Math.Min(1, (1095 - days) / 730));
        return .5 * verified + .3 * complete + .2 * fresh;
    }
}
