namespace TradeDesk.Matching;

/// <summary>Lists of a segment's intents that can match at all, by kind and sector and by kind and HS chapter.</summary>
internal sealed class PostingLists
{
    private const int ChapterCount = 100;

    private readonly int _sectorCount;
    private readonly Dictionary<int, int[]> _bySector;
    private readonly Dictionary<int, int[]> _byChapter;
    private readonly Dictionary<int, int[]> _byKind;

    public PostingLists(Segment segment, int sectorCount)
    {
        _sectorCount = sectorCount;
        var (bySector, byChapter, byKind) = (new Gatherer(), new Gatherer(), new Gatherer());
        for (var intent = 0; intent < segment.IntentCount; intent++)
        {
            var view = segment.View(intent);
            if (!view.Open || !segment.Enterprise(segment.EnterpriseOf(intent)).CanMatch) continue;
            byKind.Add(view.Kind, intent);
            foreach (var sector in view.Sectors)
                if (sector < sectorCount) bySector.Add(SectorKey(view.Kind, sector), intent);
            foreach (var product in view.Products) byChapter.Add(ChapterKey(view.Kind, HsCode.Chapter(product)), intent);
        }
        (_bySector, _byChapter, _byKind) = (bySector.Lists(), byChapter.Lists(), byKind.Lists());
    }

    public ReadOnlySpan<int> OfKind(int kind) => Get(_byKind, kind);

    public ReadOnlySpan<int> OfSector(int kind, int sector) => Get(_bySector, SectorKey(kind, sector));

    public ReadOnlySpan<int> OfChapter(int kind, int chapter) => Get(_byChapter, ChapterKey(kind, chapter));

    private static ReadOnlySpan<int> Get(Dictionary<int, int[]> lists, int key) => lists.TryGetValue(key, out var list) ? list : [];

    private int SectorKey(int kind, int sector) => kind * _sectorCount + sector;

    private static int ChapterKey(int kind, int chapter) => kind * ChapterCount + chapter;

    private sealed class Gatherer
    {
        private readonly Dictionary<int, List<int>> _lists = [];

        public void Add(int key, int intent)
        {
            if (!_lists.TryGetValue(key, out var list)) _lists[key] = list = [];
            if (list.Count == 0 || list[^1] != intent) list.Add(intent);
        }

        public Dictionary<int, int[]> Lists() => _lists.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
    }
}
