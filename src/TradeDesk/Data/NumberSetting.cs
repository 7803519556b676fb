using System.Globalization;

namespace TradeDesk.Data;

/// <summary>A setting that is a number within bounds.</summary>
internal static class NumberSetting
{
    /// <param name="configuration">Where it is set.</param>
    /// <param name="name">Its name, such as <c>Database:Seconds</c>.</param>
    /// <param name="otherwise">What counts when it is not set.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    /// <param name="meaning">What it is, for the sentence that refuses it.</param>
    /// <exception cref="SettingsException">It is no number, or out of bounds.</exception>
    public static double Read(IConfiguration configuration, string name, double otherwise, double least, double most, string meaning)
    {
        if (configuration[name] is not { Length: > 0 } given)
            return otherwise;
        return double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{name} is '{given}'; set it to a number from {least} to {most}, {meaning}."));
    }
}
