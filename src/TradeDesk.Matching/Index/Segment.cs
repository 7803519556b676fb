namespace TradeDesk.Matching;

/// <summary>
/// An immutable part of the index: enterprises of one side as records in ordinal order of id, and for those intents that can
/// match at all what an upper bound needs, in list order.
/// </summary>
internal sealed class Segment(byte[] records, int[] recordStarts, HotIntent[] hot, IntentPlace[] places, IntentLists lists, WordLists words, int intentCount)
{
    public int EnterpriseCount => recordStarts.Length - 1;

    public int IntentCount => intentCount;

    /// <summary>How long the records are together.</summary>
    public int RecordBytes => records.Length;

    public ReadOnlySpan<HotIntent> Hot => hot;

    public IntentLists Lists => lists;

    public WordLists Words => words;

    public int EnterpriseOf(int place) => places[place].Enterprise;

    public ReadOnlySpan<byte> Record(int enterprise) => records.AsSpan(recordStarts[enterprise]..recordStarts[enterprise + 1]);

    /// <summary>
    /// Reads a byte of what <see cref="Head"/> and <see cref="View"/> will read. Nothing waits for it, so the memory works on
    /// several places at once when it is asked for them one after the other.
    /// </summary>
    public int Touch(int place) => records[recordStarts[places[place].Enterprise]] + records[places[place].Start];

    public CompiledEnterprise Enterprise(int enterprise, Vocabulary vocabulary) => ProfileRecords.Read(Record(enterprise), vocabulary);

    public string Id(int enterprise) => new RecordReader(Record(enterprise)).Text();

    public string IntentId(int place) => IntentReader(place).Text();

    public EnterpriseRecord Head(int enterprise, Scratch scratch)
    {
        var record = Record(enterprise);
        scratch.Start(record.Length);
        var reader = new RecordReader(record);
        reader.SkipText();
        return EnterpriseRecord.Read(ref reader, scratch);
    }

    public IntentView View(int place, scoped in EnterpriseRecord head, Scratch scratch)
    {
        var reader = IntentReader(place);
        reader.SkipText();
        return IntentView.Of(head, IntentRecord.Read(ref reader, scratch));
    }

    /// <summary>One intent of an enterprise, whether it can match or not; false when the enterprise has none of this id.</summary>
    public bool TryView(int enterprise, string intentId, Scratch scratch, out IntentView view)
    {
        var record = Record(enterprise);
        scratch.Start(record.Length);
        var reader = new RecordReader(record);
        reader.SkipText();
        var head = EnterpriseRecord.Read(ref reader, scratch);
        for (var left = head.IntentCount; left > 0; left--)
        {
            var length = (int)reader.Number();
            var intent = new RecordReader(record.Slice(reader.Position, length));
            if (intent.CompareText(intentId) == 0)
            {
                view = IntentView.Of(head, IntentRecord.Read(ref intent, scratch));
                return true;
            }
            reader.Skip(length);
        }
        view = default;
        return false;
    }

    /// <summary>Number of the enterprise with this id; -1 when it is not here.</summary>
    public int Find(string id)
    {
        var (low, high) = (0, EnterpriseCount - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = new RecordReader(Record(middle)).CompareText(id);
            if (order == 0) return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }

    private RecordReader IntentReader(int place)
    {
        var reader = new RecordReader(records.AsSpan(places[place].Start));
        reader.Number();
        return reader;
    }
}
