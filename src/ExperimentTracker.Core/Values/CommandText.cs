using System.Text.RegularExpressions;

namespace ExperimentTracker.Values;

/// <summary>Neutralises text that a build service would interpret as a command in a log.</summary>
/// <remarks>
/// The agent of Azure Pipelines recognises <c>##vso[</c> anywhere in a line as a command, and <c>##[</c> as formatting. The runner of GitHub Actions
/// recognises <c>##[command]</c> anywhere in a line, and <c>::command::</c> at its start, after white space of any kind. Both compare with their
/// current culture, which ignores zero-width characters, and both treat a lone carriage return as the end of a line.
/// </remarks>
internal static partial class CommandText
{
    // A narrow column wraps its text, so what was in the middle of a line can become a separate line.
    private const string Commands =
        "add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-set-repo-path|notice|remove-matcher|save-state|set-env|set-output|stop-commands|warning";

    private const string Unseen = @"[\p{Cf}\u034F\uFE00-\uFE0F]*";

    /// <summary>Inserts a space into what could be a command: <c># #vso[</c>, <c># #[</c>, <c>: :error::</c>. Other text is returned unchanged.</summary>
    public static string Neutralise(string text) =>
        text.Contains('#', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)
            ? Colons().Replace(Hashes().Replace(text, "# "), ": ")
            : text;

    /// <summary>Whether <see cref="Neutralise"/> returns the text unchanged.</summary>
    public static bool IsHarmless(string text) => Neutralise(text) == text;

    [GeneratedRegex($@"\#(?={Unseen}\#{Unseen}(v{Unseen}s{Unseen}o{Unseen})?\[)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hashes();

    [GeneratedRegex(
        $@"(?<=(\A|[\r\n\v\f\u0085\u2028\u2029])[\s\p{{Cf}}]*):(?={Unseen}:) | :(?={Unseen}:{Unseen}({Commands}))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Colons();
}
