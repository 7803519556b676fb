namespace TradeDesk.Matching;

/// <summary>Whole profiles to bytes and back. A record is the enterprise's id and head, then each intent with its length.</summary>
internal static class ProfileRecords
{
    public static void Write(RecordWriter writer, RecordWriter intentWriter, CompiledEnterprise enterprise)
    {
        EnterpriseRecord.Write(writer, enterprise);
        foreach (var intent in enterprise.Intents)
        {
            intentWriter.Clear();
            IntentRecord.Write(intentWriter, intent);
            writer.Number((uint)intentWriter.Length);
            writer.Bytes(intentWriter.Written);
        }
    }

    public static CompiledEnterprise Read(ReadOnlySpan<byte> bytes, Vocabulary vocabulary)
    {
        var scratch = new Scratch();
        scratch.Start(bytes.Length);
        var reader = new RecordReader(bytes);
        var id = reader.Text();
        var head = EnterpriseRecord.Read(ref reader, scratch);
        var intents = new CompiledIntent[head.IntentCount];
        for (var i = 0; i < intents.Length; i++) intents[i] = ReadIntent(ref reader, scratch, vocabulary);
        return new()
        {
            Id = id,
            Country = head.Country,
            Flags = head.Flags,
            Owner = head.Owner,
            Size = head.Size,
            Sectors = head.Sectors.ToArray(),
            Products = head.Products.ToArray(),
            Certificates = head.Certificates.ToArray(),
            Languages = head.Languages.ToArray(),
            ExportsTo = head.ExportsTo.ToArray(),
            Words = head.Words.ToArray(),
            Verification = head.Verification,
            Completeness = head.Completeness,
            UpdatedOn = head.UpdatedOn,
            Intents = intents,
        };
    }

    private static CompiledIntent ReadIntent(ref RecordReader reader, Scratch scratch, Vocabulary vocabulary)
    {
        reader.Number();
        var id = reader.Text();
        var record = IntentRecord.Read(ref reader, scratch);
        return new()
        {
            Id = id,
            Type = record.Type,
            Role = record.Role,
            Sectors = record.Sectors.ToArray(),
            Products = record.Products.ToArray(),
            Accept = record.Accept.ToArray(),
            Exclude = record.Exclude.ToArray(),
            WantedCertificates = record.WantedCertificates.ToArray(),
            MandatoryCertificates = record.MandatoryCertificates.ToArray(),
            Value = record.Currency < 0 ? null : new(record.Least, record.Most, vocabulary.Currencies.Name(record.Currency)),
            Currency = record.Currency,
            WantedSizes = record.WantedSizes,
            Contributes = record.Contributes,
            Needs = record.Needs,
            ValidFrom = record.ValidFrom,
            ValidUntil = record.ValidUntil,
            Open = record.Open,
            Words = record.Words.ToArray(),
        };
    }
}
