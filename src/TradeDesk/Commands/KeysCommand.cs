using System.CommandLine;
using TradeDesk.Access;
using TradeDesk.Data;
using TradeDesk.Http;
using TradeDesk.Taxonomy;

namespace TradeDesk.Commands;

internal static class KeysCommand
{
    public static Command Create(string[] settings) => new("keys", "Make, list and revoke keys.") { CreateKey(settings), ListKeys(settings), RevokeKey(settings) };

    private static Command CreateKey(string[] settings)
    {
        var partner = new Option<string>("--partner") { Description = "The organisation the key belongs to; it owns the records the key writes", Required = true };
        var role = new Option<string>("--role") { Description = string.Join(", ", DeskJson.AllWords<DeskRole>()), Required = true };
        var label = new Option<string>("--label") { Description = "What the key is for", DefaultValueFactory = _ => "" };
        var countries = new Option<string[]>("--countries") { Description = "Foreign countries the key is limited to, alpha-2; default all", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var cleared = new Option<bool>("--cleared") { Description = "May see the export-control compartment" };
        var command = new Command("create", "Make a key. Its text is printed once and stored only as a hash.") { partner, role, label, countries, cleared };
        command.SetAction((parsed, cancellation) => CommandHost.RunAsync(settings, async services =>
        {
            if (!DeskJson.TryWord<DeskRole>(parsed.GetValue(role), out var chosen))
                throw new SettingsException($"--role is '{parsed.GetValue(role)}'; give one of {string.Join(", ", DeskJson.AllWords<DeskRole>())}.");
            if (parsed.GetValue(countries)!.FirstOrDefault(c => services.GetRequiredService<CountryCatalog>().Find(c) is null) is { } wrong)
                throw new SettingsException($"--countries names '{wrong}'; give ISO 3166-1 alpha-2 codes such as PL.");
            if (string.IsNullOrWhiteSpace(parsed.GetValue(partner)) || parsed.GetValue(partner)!.Length > 60)
                throw new SettingsException("--partner must have 1 to 60 characters.");
            var (key, text) = await services.GetRequiredService<KeyStore>().CreateAsync(parsed.GetValue(label)!, parsed.GetValue(partner)!, chosen, parsed.GetValue(countries)!, parsed.GetValue(cleared), cancellation);
            await Console.Error.WriteLineAsync($"Key {key.Id} for {key.Partner}, role {key.Role}. Keep its text; it is not shown again:");
            Console.WriteLine(text);
            return 0;
        }, cancellation));
        return command;
    }

    private static Command ListKeys(string[] settings)
    {
        var command = new Command("list", "List keys, without their secrets.");
        command.SetAction((_, cancellation) => CommandHost.RunAsync(settings, async services =>
        {
            Console.WriteLine($"{"id",-14}{"partner",-22}{"role",-9}{"countries",-16}{"cleared",-9}{"created",-12}{"revoked",-12}label");
            foreach (var key in await services.GetRequiredService<KeyStore>().AllAsync(cancellation))
                Console.WriteLine($"{key.Id,-14}{key.Partner,-22}{key.Role,-9}{(key.Countries.Length == 0 ? "all" : key.Countries),-16}{(key.Cleared == 1 ? "yes" : "no"),-9}{Day(key.CreatedAt),-12}{(key.RevokedAt is { } at ? Day(at) : "-"),-12}{key.Label}");
            return 0;
        }, cancellation));
        return command;
    }

    private static Command RevokeKey(string[] settings)
    {
        var id = new Argument<string>("ID") { Description = "The key's id, as keys list shows it" };
        var command = new Command("revoke", "Revoke a key. A running service refuses it within a second.") { id };
        command.SetAction((parsed, cancellation) => CommandHost.RunAsync(settings, async services =>
        {
            if (!await services.GetRequiredService<KeyStore>().RevokeAsync(parsed.GetValue(id)!, cancellation))
                throw new SettingsException($"There is no valid key '{parsed.GetValue(id)}'; see keys list.");
            Console.WriteLine($"Key {parsed.GetValue(id)} is revoked.");
            return 0;
        }, cancellation));
        return command;
    }

    private static string Day(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd", null);
}
