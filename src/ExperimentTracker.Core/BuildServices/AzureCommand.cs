namespace ExperimentTracker.BuildServices;

/// <summary>A logging command of Azure Pipelines: <c>##vso[area.action name=value;]data</c>, one line of standard output.</summary>
/// <remarks>
/// Sources: «Logging commands» of Azure Pipelines, and the escaping of the agent: <c>%AZP25</c> for the percent sign, and the hexadecimal codes of
/// carriage return and line feed; in properties also of <c>]</c> and <c>;</c>.
/// </remarks>
internal static class AzureCommand
{
    /// <summary>Formats a command as a line.</summary>
    /// <param name="action">The area and action: <c>task.setvariable</c>.</param>
    /// <param name="data">The text after the bracket.</param>
    /// <param name="properties">The properties. Values can be any text; names are constants of this code.</param>
    public static string Format(string action, string data, params (string Name, string Value)[] properties)
    {
        string list = string.Concat(properties.Select(p => $"{p.Name}={EscapeProperty(p.Value)};"));
        return $"##vso[{action}{(list.Length == 0 ? "" : " " + list)}]{EscapeData(data)}";
    }

    private static string EscapeData(string text) => text
        .Replace("%", "%AZP25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) => EscapeData(text)
        .Replace("]", "%5D", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal);
}
