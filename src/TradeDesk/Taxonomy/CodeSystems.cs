namespace TradeDesk.Taxonomy;

/// <summary>The code systems that activities and products may be sent in, and the sectors their codes lead to.</summary>
public sealed class CodeSystems
{
    private const string Isic = "ISIC-4", Nic = "NIC-2008", Hs = "HS";
    private readonly Dictionary<(string Scheme, string Code), string> leafOf = [];
    private readonly SectorCatalog sectors;

    public CodeSystems(SectorCatalog sectors)
    {
        this.sectors = sectors;
        foreach (var sector in sectors.Sectors)
            foreach (var (scheme, codes) in sector.Codes)
                foreach (var code in codes.SelectMany(Expand))
                    leafOf.TryAdd((scheme, code), sector.Slug);
    }

    /// <summary>Schemes with their code lengths in digits.</summary>
    public static IReadOnlyDictionary<string, CodeSystem> Known { get; } = new Dictionary<string, CodeSystem>(StringComparer.Ordinal)
    {
        [Isic] = new(Isic, IsProduct: false, 2, 4),
        [Nic] = new(Nic, IsProduct: false, 2, 5),
        ["HS-2012"] = new(Hs, IsProduct: true, 2, 6),
        ["HS-2017"] = new(Hs, IsProduct: true, 2, 6),
        ["HS-2022"] = new(Hs, IsProduct: true, 2, 6),
        ["ITC-HS"] = new(Hs, IsProduct: true, 8, 8),
    };

    /// <summary>The digits of a code: dots and blanks are left out.</summary>
    public static string Digits(string code) => string.Concat(code.Where(c => c is not ('.' or ' ')));

    /// <summary>What is wrong with a code of a scheme, or null when it is well formed.</summary>
    public static Http.Fault? Check(string scheme, string code, string pointer)
    {
        if (!Known.TryGetValue(scheme, out var system))
            return new(pointer + "/scheme", "unknown-scheme", $"Give one of: {string.Join(", ", Known.Keys)}.");
        var digits = Digits(code);
        return digits.All(char.IsAsciiDigit) && digits.Length >= system.Shortest && digits.Length <= system.Longest
            ? null
            : new(pointer + "/code", "malformed-code", $"A code of {scheme} has {(system.Shortest == system.Longest ? $"{system.Longest}" : $"{system.Shortest} to {system.Longest}")} digits.");
    }

    /// <summary>The sector a code leads to: the leaf of its class or heading, or the one top sector that all codes below a wider code share; else null.</summary>
    public string? SectorOf(string scheme, string code)
    {
        if (!Known.TryGetValue(scheme, out var system))
            return null;
        var digits = Digits(code);
        if (leafOf.TryGetValue((system.Mapping, digits), out var exact))
            return exact;
        var mapping = system.Mapping == Nic ? Isic : system.Mapping;
        return digits.Length >= 4 ? leafOf.GetValueOrDefault((mapping, digits[..4])) : CommonTop(mapping, digits);
    }

    private string? CommonTop(string mapping, string prefix)
    {
        var tops = leafOf.Where(p => p.Key.Scheme == mapping && p.Key.Code.StartsWith(prefix, StringComparison.Ordinal))
            .Select(p => sectors.Find(p.Value)!.Parent ?? p.Value).Distinct().Take(2).ToList();
        return tops.Count == 1 ? tops[0] : null;
    }

    private static IEnumerable<string> Expand(string codes)
    {
        if (codes.Split('-') is not [var first, var last])
            return [codes];
        return Enumerable.Range(int.Parse(first, null), int.Parse(last, null) - int.Parse(first, null) + 1).Select(n => n.ToString("D4", null));
    }
}

/// <summary>One code system.</summary>
/// <param name="Mapping">The scheme under which the sector tree maps its codes.</param>
/// <param name="IsProduct">Products (true) or activities (false).</param>
/// <param name="Shortest">Digits of its widest code.</param>
/// <param name="Longest">Digits of its finest code.</param>
public sealed record CodeSystem(string Mapping, bool IsProduct, int Shortest, int Longest);
