using System.Security.Cryptography;

namespace ExperimentTracker.BuildServices;

/// <summary>
/// The commands of GitHub Actions: <c>::name key=value,key=value::data</c>, one line of standard output; and entries of the files that
/// <c>GITHUB_OUTPUT</c> and <c>GITHUB_ENV</c> refer to.
/// </summary>
/// <remarks>Source: «Workflow commands for GitHub Actions».</remarks>
internal static class GitHubCommand
{
    private const int DelimiterBytes = 16;

    /// <summary>Formats a command as a line.</summary>
    /// <param name="name">The command: <c>error</c>.</param>
    /// <param name="data">The text after the second pair of colons.</param>
    /// <param name="properties">The properties. Values can be any text; names are constants of this code.</param>
    public static string Format(string name, string data, params (string Name, string Value)[] properties)
    {
        string list = string.Join(',', properties.Select(p => $"{p.Name}={EscapeProperty(p.Value)}"));
        return $"::{name}{(list.Length == 0 ? "" : " " + list)}::{EscapeData(data)}";
    }

    /// <summary>
    /// The lines that assign any text to a name in a file of the runner: between two unpredictable delimiters, so that no value can end its own entry
    /// and start another.
    /// </summary>
    public static string FileEntry(string name, string value)
    {
        string delimiter;
        do
        {
            delimiter = $"end_{Convert.ToHexString(RandomNumberGenerator.GetBytes(DelimiterBytes))}";
        }
        while (value.Contains(delimiter, StringComparison.Ordinal));

        return $"{name}<<{delimiter}\n{value}\n{delimiter}\n";
    }

    private static string EscapeData(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) => EscapeData(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
