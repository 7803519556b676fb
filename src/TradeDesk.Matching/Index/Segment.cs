namespace TradeDesk.Matching;

/// <summary>An immutable part of the index: enterprises of one side in ordinal order of id, their intents, and lists of intents.</summary>
internal sealed class Segment
{
    private readonly CompiledEnterprise[] _enterprises;
    private readonly int[] _firstIntent;
    private readonly int[] _enterpriseOf;
    private readonly PostingLists _lists;

    public Segment(IEnumerable<CompiledEnterprise> enterprises, int sectorCount)
    {
        _enterprises = [.. enterprises.OrderBy(enterprise => enterprise.Id, StringComparer.Ordinal)];
        _firstIntent = new int[_enterprises.Length + 1];
        for (var i = 0; i < _enterprises.Length; i++) _firstIntent[i + 1] = _firstIntent[i] + _enterprises[i].Intents.Length;
        _enterpriseOf = new int[_firstIntent[^1]];
        for (var i = 0; i < _enterprises.Length; i++) _enterpriseOf.AsSpan(_firstIntent[i].._firstIntent[i + 1]).Fill(i);
        _lists = new PostingLists(this, sectorCount);
    }

    public int EnterpriseCount => _enterprises.Length;

    public int IntentCount => _enterpriseOf.Length;

    public PostingLists Lists => _lists;

    public string Id(int enterprise) => _enterprises[enterprise].Id;

    public CompiledEnterprise Enterprise(int enterprise) => _enterprises[enterprise];

    /// <summary>Position of the enterprise with this id; -1 when it is not here.</summary>
    public int Find(string id)
    {
        var (low, high) = (0, _enterprises.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_enterprises[middle].Id, id);
            if (order == 0) return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    public int EnterpriseOf(int intent) => _enterpriseOf[intent];

    /// <summary>The first of an enterprise's intents; the next enterprise's first is the end.</summary>
    public int FirstIntent(int enterprise) => _firstIntent[enterprise];

    public string IntentId(int intent) => Intent(intent).Id;

    public IntentView View(int intent) => IntentView.Of(_enterprises[_enterpriseOf[intent]], Intent(intent));

    private CompiledIntent Intent(int intent)
    {
        var enterprise = _enterpriseOf[intent];
        return _enterprises[enterprise].Intents[intent - _firstIntent[enterprise]];
    }
}
