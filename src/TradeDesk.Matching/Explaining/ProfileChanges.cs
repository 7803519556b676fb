namespace TradeDesk.Matching;

/// <summary>A change of one profile: a number to add, or a new value, and how it is told.</summary>
internal readonly record struct ProfileChange(string Name, string Subject, int Number)
{
    public IntentView Apply(in IntentView view) => Name switch
    {
        ImprovementNames.HoldCertification => view with { HeldCertificates = SortedSet.With(view.HeldCertificates, Number) },
        ImprovementNames.StateProduct => view with { Products = SortedSet.With(view.Products, Number) },
        ImprovementNames.StateLanguage => view with { Languages = SortedSet.With(view.Languages, Number) },
        ImprovementNames.AddSector => view with { Sectors = SortedSet.With(view.Sectors, Number) },
        ImprovementNames.BeVerified => view with { Verification = (VerificationLevel)Number },
        ImprovementNames.CompleteProfile => view with { Completeness = 1 },
        ImprovementNames.RefreshProfile => view with { UpdatedOn = Number },
        ImprovementNames.TargetCountry => view with { Accept = SortedSet.With(view.Accept, Number) },
        _ => view with { Contributes = view.Contributes | (Contributions)Number },
    };
}

/// <summary>The changes of one profile that could suit the other side.</summary>
internal sealed class ProfileChanges(CompiledQuery query)
{
    private const int FullLength = 6;
    private static readonly string[] LevelNames = ["unverified", "self-declared", "partner-verified", "register-verified"];

    private readonly List<ProfileChange> _changes = [];

    private Vocabulary Vocabulary => query.Context.Model.Vocabulary;

    public List<ProfileChange> Of(in IntentView self, in IntentView other)
    {
        AddMissing(ImprovementNames.HoldCertification, Vocabulary.Certificates, other.WantedCertificates, self.HeldCertificates);
        AddMissing(ImprovementNames.StateLanguage, Vocabulary.Languages, other.Languages, self.Languages);
        AddMissing(ImprovementNames.AddSector, Vocabulary.Sectors, other.Sectors, self.Sectors);
        AddMissing(ImprovementNames.TargetCountry, Vocabulary.Codes, [other.Country], self.Accept);
        AddProducts(self, other);
        AddTrust(self);
        AddContributions(self, other);
        return _changes;
    }

    private void AddMissing(string name, SymbolTable table, ReadOnlySpan<int> wanted, ReadOnlySpan<int> stated)
    {
        foreach (var number in SortedSet.Except(wanted, stated)) _changes.Add(new(name, query.Symbols.Name(table, number), number));
    }

    private void AddProducts(in IntentView self, in IntentView other)
    {
        foreach (var code in SortedSet.Except(other.Products, self.Products))
            if (HsCode.Length(code) == FullLength) _changes.Add(new(ImprovementNames.StateProduct, HsCode.Text(code), code));
    }

    private void AddTrust(in IntentView self)
    {
        var next = (int)self.Verification + 1;
        if (next < LevelNames.Length) _changes.Add(new(ImprovementNames.BeVerified, LevelNames[next], next));
        _changes.Add(new(ImprovementNames.CompleteProfile, "", 0));
        _changes.Add(new(ImprovementNames.RefreshProfile, "", query.Context.On));
    }

    private void AddContributions(in IntentView self, in IntentView other)
    {
        var lacking = other.Needs & ~self.Contributes;
        if (lacking == 0 || !IntentFit.WeighsContributions(self.Kind, other.Kind)) return;
        _changes.Add(new(ImprovementNames.StateContributions, ContributionNames.Text(lacking), (int)lacking));
    }
}
