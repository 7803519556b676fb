using System.Globalization;
using System.Text.RegularExpressions;
using TradeDesk.Data;
using TradeDesk.Http;
using TradeDesk.Matching;

namespace TradeDesk.Matches;

/// <summary>
/// The administrator's scoring policies: <c>Matching:Policies:{name}:Weights:{factor}</c>, and if wanted <c>:Version</c> (from 1, default 1) and
/// <c>:SectorFloor</c> (0..1, default .4). A factor that is not given weighs 0.
/// </summary>
internal static partial class PolicySettings
{
    private const string Section = "Matching:Policies";
    private const double Tolerance = 1e-9;

    /// <exception cref="SettingsException">A policy is not whole.</exception>
    public static MatchPolicies Read(IConfiguration configuration) => new([.. configuration.GetSection(Section).GetChildren().Select(Policy)]);

    private static ScoringPolicy Policy(IConfigurationSection section)
    {
        if (!Name().IsMatch(section.Key))
            throw new SettingsException($"{Section} names a policy '{section.Key}'; use 1 to 40 lower-case letters, digits and hyphens, beginning with a letter.");
        foreach (var member in section.GetChildren())
            if (!((string[])["Version", "SectorFloor", "Weights"]).Contains(member.Key, StringComparer.OrdinalIgnoreCase))
                throw new SettingsException($"{member.Path} is not a setting of a policy; set Version, SectorFloor or Weights.");
        var weights = Weights(section.GetSection("Weights"));
        return new()
        {
            Name = section.Key,
            Version = Version(section),
            SectorFloor = section["SectorFloor"] is { } floor ? Share($"{section.Path}:SectorFloor", floor) : ScoringPolicy.Default.SectorFloor,
            Intent = weights[Factor.Intent],
            Sector = weights[Factor.Sector],
            Product = weights[Factor.Product],
            Text = weights[Factor.Text],
            Market = weights[Factor.Market],
            Capability = weights[Factor.Capability],
            Preference = weights[Factor.Preference],
            Trust = weights[Factor.Trust],
            Language = weights[Factor.Language],
        };
    }

    // An answer names its policy by name and version: what stands for one of the engine's own must not be called the same.
    private static int Version(IConfigurationSection section)
    {
        var least = (MatchPolicies.BuiltIn.FirstOrDefault(p => p.Name == section.Key)?.Version ?? 0) + 1;
        var given = section["Version"] ?? "1";
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= least
            ? version
            : throw new SettingsException($"{section.Path}:Version is '{given}'; set it to a whole number from {least}.");
    }

    private static Dictionary<Factor, double> Weights(IConfigurationSection section)
    {
        var weights = Enum.GetValues<Factor>().ToDictionary(f => f, _ => 0.0);
        foreach (var given in section.GetChildren())
        {
            if (!DeskJson.TryWord<Factor>(given.Key.ToLowerInvariant(), out var factor))
                throw new SettingsException($"{given.Path} is not a factor; set weights for {string.Join(", ", DeskJson.AllWords<Factor>())}.");
            weights[factor] = Share(given.Path, given.Value);
        }

        var sum = weights.Values.Sum();
        return Math.Abs(sum - 1) <= Tolerance
            ? weights
            : throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{section.Path} sum to {sum:0.##########}; set weights that sum to 1."));
    }

    private static double Share(string setting, string? given) =>
        double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw new SettingsException($"{setting} is '{given}'; set it to a number from 0 to 1, such as 0.25.");

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex Name();
}
