namespace TradeDesk.Matching;

/// <summary>
/// The lists of a segment. Intents lie in the order of kind, first sector, country and falling trust, so the list of a kind
/// and sector is a stretch of places cut into runs of one country. Further sectors have lists of places; so have products.
/// </summary>
internal sealed class IntentLists
{
    private const int SectorBits = 12;
    private const int CountryBits = 16;
    private const int TrustBits = 8;
    private const int KindBits = 7;

    private readonly Dictionary<int, SectorList> _sectors;
    private readonly int[] _runs;
    private readonly ushort[] _runCountries;
    private readonly int[] _extras;
    private readonly int[] _productKeys;
    private readonly int[] _productStarts;
    private readonly int[] _productPlaces;
    private readonly int[] _kindStarts;

    private IntentLists(
        int[] kindStarts, Dictionary<int, SectorList> sectors, (int[] Bounds, ushort[] Countries) runs, int[] extras, int[] productKeys, int[] productStarts, int[] productPlaces)
    {
        _kindStarts = kindStarts;
        _sectors = sectors;
        (_runs, _runCountries) = runs;
        _extras = extras;
        _productKeys = productKeys;
        _productStarts = productStarts;
        _productPlaces = productPlaces;
    }

    /// <summary>The sector of intents that state none of the tree.</summary>
    public static int NoSector(int sectorCount) => sectorCount;

    /// <summary>The places of the intents of a kind.</summary>
    public Range OfKind(int kind) => _kindStarts[kind].._kindStarts[kind + 1];

    public bool TryGet(int kind, int sector, out SectorList list) => _sectors.TryGetValue(SectorKey(kind, sector), out list);

    /// <summary>Bounds of the runs of a list: the places from one to the next are of one country.</summary>
    public ReadOnlySpan<int> Runs(SectorList list) => _runs.AsSpan(list.FirstRun, list.RunCount + 1);

    /// <summary>The country of each run of a list.</summary>
    public ReadOnlySpan<ushort> RunCountries(SectorList list) => _runCountries.AsSpan(list.FirstRun, list.RunCount);

    /// <summary>Places of the intents for which the sector is not the first.</summary>
    public ReadOnlySpan<int> Extras(SectorList list) => _extras.AsSpan(list.FirstExtra, list.ExtraCount);

    /// <summary>Places of the intents of a kind with a product that begins with so many digits of a code; some more than once.</summary>
    public ReadOnlySpan<int> OfProduct(int kind, int code, int digits)
    {
        var dropped = 4 * (6 - digits);
        var prefix = code >> dropped << dropped;
        var first = _productKeys.AsSpan().BinarySearch(ProductKey(kind, prefix));
        if (first < 0) first = ~first;
        var end = LowerBound(first, ProductKey(kind, prefix) + (1 << dropped));
        return _productPlaces.AsSpan(_productStarts[first].._productStarts[end]);
    }

    /// <summary>The entries in list order.</summary>
    public static int[] Order(ReadOnlySpan<IntentEntry> entries) => RadixSort.Order(Keys(entries), KindBits + SectorBits + CountryBits + TrustBits);

    /// <summary>Builds the lists of intents in the order of <see cref="Order"/>.</summary>
    public static IntentLists Build(SegmentIntents intents, int[] order, int sectorCount)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sectorCount, 1 << SectorBits);
        var placeOf = new int[order.Length];
        for (var place = 0; place < order.Length; place++) placeOf[order[place]] = place;
        var sectors = new Dictionary<int, SectorList>();
        var runs = BuildRuns(intents.Entries.Items, order, sectors);
        var extras = BuildExtras(intents.ExtraSectors.Items, placeOf, sectors);
        var (productKeys, productStarts, productPlaces) = BuildProducts(intents.Products.Items, placeOf);
        return new(KindStarts(intents.Entries.Items), sectors, runs, extras, productKeys, productStarts, productPlaces);
    }

    private static int SectorKey(int kind, int sector) => kind << SectorBits | sector;

    private static int ProductKey(int kind, int code) => kind << 24 | code;

    /// <summary>The first key from a position on that is not below one; looked for in strides that double because it is near.</summary>
    private int LowerBound(int from, int key)
    {
        var stride = 8;
        while (from + stride < _productKeys.Length && _productKeys[from + stride] < key) stride *= 2;
        var found = _productKeys.AsSpan(from, Math.Min(stride, _productKeys.Length - from)).BinarySearch(key);
        return from + (found < 0 ? ~found : found);
    }

    private static ulong[] Keys(ReadOnlySpan<IntentEntry> entries)
    {
        var keys = new ulong[entries.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            keys[i] = ((ulong)SectorKey(entry.Kind, entry.Sector) << CountryBits | entry.Hot.Country) << TrustBits
                | (uint)(HotIntent.TrustSteps - entry.Hot.Trust);
        }
        return keys;
    }

    private static int[] KindStarts(ReadOnlySpan<IntentEntry> entries)
    {
        var starts = new int[ComplementTable.KindCount + 1];
        foreach (ref readonly var entry in entries) starts[entry.Kind + 1]++;
        for (var kind = 1; kind < starts.Length; kind++) starts[kind] += starts[kind - 1];
        return starts;
    }

    /// <summary>Every list gets one more bound than runs; the last is where its last run ends.</summary>
    private static (int[] Bounds, ushort[] Countries) BuildRuns(ReadOnlySpan<IntentEntry> entries, int[] order, Dictionary<int, SectorList> sectors)
    {
        var (runs, countries) = (new GrowingArray<int>(), new GrowingArray<ushort>());
        for (var place = 0; place < order.Length;)
        {
            var key = SectorKey(entries[order[place]].Kind, entries[order[place]].Sector);
            var (first, country) = (runs.Count, -1);
            for (; place < order.Length && SectorKey(entries[order[place]].Kind, entries[order[place]].Sector) == key; place++)
            {
                if (entries[order[place]].Hot.Country == country) continue;
                country = entries[order[place]].Hot.Country;
                runs.Add(place);
                countries.Add((ushort)country);
            }
            sectors[key] = new(first, runs.Count - first, 0, 0);
            runs.Add(place);
            countries.Add(0);
        }
        runs.Add(order.Length);
        return (runs.Items.ToArray(), countries.Items.ToArray());
    }

    private static int[] BuildExtras(
        ReadOnlySpan<(int Kind, int Sector, int Entry)> extraSectors, int[] placeOf, Dictionary<int, SectorList> sectors)
    {
        var keys = new ulong[extraSectors.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (ulong)SectorKey(extraSectors[i].Kind, extraSectors[i].Sector);
        var order = RadixSort.Order(keys, KindBits + SectorBits);
        var extras = new int[order.Length];
        for (var start = 0; start < extras.Length;)
        {
            var (key, end) = (keys[order[start]], start);
            for (; end < extras.Length && keys[order[end]] == key; end++) extras[end] = placeOf[extraSectors[order[end]].Entry];
            extras.AsSpan(start..end).Sort();
            var known = sectors.TryGetValue((int)key, out var list) ? list : default;
            sectors[(int)key] = known with { FirstExtra = start, ExtraCount = end - start };
            start = end;
        }
        return extras;
    }

    private static (int[] Keys, int[] Starts, int[] Places) BuildProducts(ReadOnlySpan<(int Kind, int Product, int Entry)> products, int[] placeOf)
    {
        var keys = new ulong[products.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (ulong)ProductKey(products[i].Kind, products[i].Product);
        var order = RadixSort.Order(keys, KindBits + 24);
        var (distinct, starts, places) = (new GrowingArray<int>(), new GrowingArray<int>(), new int[order.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            var key = (int)keys[order[i]];
            if (distinct.Count == 0 || distinct.Items[^1] != key)
            {
                distinct.Add(key);
                starts.Add(i);
            }
            places[i] = placeOf[products[order[i]].Entry];
        }
        starts.Add(places.Length);
        return (distinct.Items.ToArray(), starts.Items.ToArray(), places);
    }
}

/// <summary>Where the list of a kind and sector lies.</summary>
internal readonly record struct SectorList(int FirstRun, int RunCount, int FirstExtra, int ExtraCount);
