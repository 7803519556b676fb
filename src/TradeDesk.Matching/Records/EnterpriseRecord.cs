namespace TradeDesk.Matching;

/// <summary>The head of a stored enterprise: everything but its intents.</summary>
internal ref struct EnterpriseRecord
{
    /// <summary>Shares of a thousand are stored in two bytes; the rare others as they are.</summary>
    private const int CompletenessSteps = 1000;

    public int Country;
    public EnterpriseFlags Flags;
    public int Owner;
    public SizeClass Size;
    public VerificationLevel Verification;
    public double Completeness;
    public int UpdatedOn;
    public ReadOnlySpan<int> Sectors;
    public ReadOnlySpan<int> Products;
    public ReadOnlySpan<int> Certificates;
    public ReadOnlySpan<int> Languages;
    public ReadOnlySpan<int> ExportsTo;
    public ReadOnlySpan<int> Words;
    public int IntentCount;

    public static void Write(RecordWriter writer, CompiledEnterprise enterprise)
    {
        writer.Text(enterprise.Id);
        writer.Number((uint)enterprise.Country);
        writer.Byte((int)enterprise.Flags);
        writer.Number((uint)(enterprise.Owner + 1));
        writer.Byte((int)enterprise.Size);
        writer.Byte((int)enterprise.Verification);
        WriteCompleteness(writer, enterprise.Completeness);
        writer.Number(enterprise.UpdatedOn == Days.None ? 0 : (uint)enterprise.UpdatedOn + 1);
        writer.Set(enterprise.Sectors);
        writer.Set(enterprise.Products);
        writer.Set(enterprise.Certificates);
        writer.Set(enterprise.Languages);
        writer.Set(enterprise.ExportsTo);
        writer.Set(enterprise.Words);
        writer.Number((uint)enterprise.Intents.Length);
    }

    /// <summary>Reads the head; the reader stands behind the id before and on the first intent after.</summary>
    public static EnterpriseRecord Read(scoped ref RecordReader reader, Scratch scratch)
    {
        var record = new EnterpriseRecord
        {
            Country = (int)reader.Number(),
            Flags = (EnterpriseFlags)reader.Byte(),
            Owner = (int)reader.Number() - 1,
            Size = (SizeClass)reader.Byte(),
            Verification = (VerificationLevel)reader.Byte(),
            Completeness = ReadCompleteness(ref reader),
        };
        var updated = reader.Number();
        record.UpdatedOn = updated == 0 ? Days.None : (int)updated - 1;
        record.Sectors = reader.Set(scratch);
        record.Products = reader.Set(scratch);
        record.Certificates = reader.Set(scratch);
        record.Languages = reader.Set(scratch);
        record.ExportsTo = reader.Set(scratch);
        record.Words = reader.Set(scratch);
        record.IntentCount = (int)reader.Number();
        return record;
    }

    private static void WriteCompleteness(RecordWriter writer, double completeness)
    {
        var steps = (uint)Math.Round(completeness * CompletenessSteps);
        var exact = steps / (double)CompletenessSteps == completeness;
        writer.Number(exact ? steps + 1 : 0);
        if (!exact) writer.Double(completeness);
    }

    private static double ReadCompleteness(ref RecordReader reader) =>
        reader.Number() is var steps and not 0 ? (steps - 1) / (double)CompletenessSteps : reader.Double();
}
