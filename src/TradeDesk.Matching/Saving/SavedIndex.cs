namespace TradeDesk.Matching;

/// <summary>
/// A snapshot as bytes: the texts in the order of their numbers, then the live records of each segment. Lists and bounds are
/// not among them, for they follow from the records.
/// </summary>
internal static class SavedIndex
{
    public static void Write(BinaryWriter writer, Vocabulary vocabulary, MatchSnapshot snapshot)
    {
        writer.Write(snapshot.Sequence);
        foreach (var table in vocabulary.Tables) Write(writer, table);
        foreach (var side in (LiveSegment[][])[snapshot.Home, snapshot.Foreign])
        {
            writer.Write7BitEncodedInt(side.Length);
            foreach (var segment in side) Write(writer, segment);
        }
    }

    /// <exception cref="InvalidDataException">The texts have other numbers here, or something is out of range.</exception>
    /// <exception cref="EndOfStreamException">Something is missing.</exception>
    public static MatchSnapshot Read(BinaryReader reader, CompiledModel model)
    {
        var sequence = reader.ReadInt64();
        foreach (var table in model.Vocabulary.Tables) Read(reader, table);
        var home = ReadSide(reader, model);
        return new MatchSnapshot(model, home, ReadSide(reader, model), sequence);
    }

    private static void Write(BinaryWriter writer, SymbolTable table)
    {
        var names = table.Names;
        writer.Write7BitEncodedInt(names.Length);
        foreach (var name in names) writer.Write(name);
    }

    private static void Read(BinaryReader reader, SymbolTable table)
    {
        var count = reader.Read7BitEncodedInt();
        for (var position = 0; position < count; position++)
        {
            var name = reader.ReadString();
            if (table.Position(table.Add(name)) != position) throw new InvalidDataException($"'{name}' has another number here.");
        }
    }

    private static void Write(BinaryWriter writer, LiveSegment segment)
    {
        writer.Write7BitEncodedInt(segment.EnterpriseCount);
        for (var enterprise = 0; enterprise < segment.Segment.EnterpriseCount; enterprise++)
        {
            if (!segment.IsLive(enterprise)) continue;
            var record = segment.Segment.Record(enterprise);
            writer.Write7BitEncodedInt(record.Length);
            writer.Write(record);
        }
    }

    private static LiveSegment[] ReadSide(BinaryReader reader, CompiledModel model)
    {
        var segments = new LiveSegment[reader.Read7BitEncodedInt()];
        for (var i = 0; i < segments.Length; i++) segments[i] = ReadSegment(reader, model);
        return segments;
    }

    private static LiveSegment ReadSegment(BinaryReader reader, CompiledModel model)
    {
        var (count, record) = (reader.Read7BitEncodedInt(), Array.Empty<byte>());
        var builder = new SegmentBuilder(model, count);
        for (; count > 0; count--)
        {
            var length = reader.Read7BitEncodedInt();
            if (length > record.Length) record = new byte[length * 2];
            reader.BaseStream.ReadExactly(record.AsSpan(0, length));
            builder.Add(record.AsSpan(0, length));
        }
        return new(builder.Build(onTwoCores: true));
    }
}
