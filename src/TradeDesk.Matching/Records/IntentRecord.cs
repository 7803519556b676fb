namespace TradeDesk.Matching;

/// <summary>A stored intent, behind its length in bytes.</summary>
internal ref struct IntentRecord
{
    public PartnershipType Type;
    public IntentRole Role;
    public bool Open;
    public int ValidFrom;
    public int ValidUntil;
    public Contributions Contributes;
    public Contributions Needs;
    public byte WantedSizes;
    public ReadOnlySpan<int> Sectors;
    public ReadOnlySpan<int> Products;
    public ReadOnlySpan<int> Accept;
    public ReadOnlySpan<int> Exclude;
    public ReadOnlySpan<int> WantedCertificates;
    public ReadOnlySpan<int> MandatoryCertificates;
    public ReadOnlySpan<int> Words;
    public int Currency;
    public decimal Least;
    public decimal Most;

    public static void Write(RecordWriter writer, CompiledIntent intent)
    {
        writer.Text(intent.Id);
        writer.Byte((int)intent.Type);
        writer.Byte((int)intent.Role << 1 | (intent.Open ? 1 : 0));
        writer.Number(intent.ValidFrom == Days.None ? 0 : (uint)intent.ValidFrom + 1);
        writer.Number(intent.ValidUntil == Days.Always ? 0 : (uint)intent.ValidUntil + 1);
        writer.Byte((int)intent.Contributes);
        writer.Byte((int)intent.Needs);
        writer.Byte(intent.WantedSizes);
        writer.Set(intent.Sectors);
        writer.Set(intent.Products);
        writer.Set(intent.Accept);
        writer.Set(intent.Exclude);
        writer.Set(intent.WantedCertificates);
        writer.Set(intent.MandatoryCertificates);
        writer.Set(intent.Words);
        writer.Number((uint)(intent.Currency + 1));
        if (intent.Value is null) return;
        writer.Decimal(intent.Value.Min);
        writer.Decimal(intent.Value.Max);
    }

    /// <summary>Reads an intent; the reader stands behind its id.</summary>
    public static IntentRecord Read(scoped ref RecordReader reader, Scratch scratch)
    {
        var record = new IntentRecord { Type = (PartnershipType)reader.Byte() };
        var role = reader.Byte();
        (record.Role, record.Open) = ((IntentRole)(role >> 1), (role & 1) != 0);
        record.ValidFrom = reader.Number() is var from and not 0 ? (int)from - 1 : Days.None;
        record.ValidUntil = reader.Number() is var until and not 0 ? (int)until - 1 : Days.Always;
        record.Contributes = (Contributions)reader.Byte();
        record.Needs = (Contributions)reader.Byte();
        record.WantedSizes = (byte)reader.Byte();
        record.Sectors = reader.Set(scratch);
        record.Products = reader.Set(scratch);
        record.Accept = reader.Set(scratch);
        record.Exclude = reader.Set(scratch);
        record.WantedCertificates = reader.Set(scratch);
        record.MandatoryCertificates = reader.Set(scratch);
        record.Words = reader.Set(scratch);
        record.Currency = (int)reader.Number() - 1;
        if (record.Currency >= 0) (record.Least, record.Most) = (reader.Decimal(), reader.Decimal());
        return record;
    }
}
