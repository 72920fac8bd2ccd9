using System.Text.RegularExpressions;

namespace ExperimentTracker.Values;

/// <summary>Text that a build service must not take for a command of its own when it stands in a log.</summary>
/// <remarks>
/// The agent of Azure Pipelines finds <c>##vso[</c> anywhere in a line, and <c>##[</c> formats it. The runner of GitHub Actions finds
/// <c>##[command]</c> anywhere in a line, and <c>::command::</c> at its start, after white space of any kind. Both compare as their
/// culture does, which passes over characters without width, and both see a line end in a lone carriage return.
/// </remarks>
internal static partial class CommandText
{
    // A narrow column wraps its text: then what was in the middle begins a line, and ends where the column does.
    private const string Commands =
        "add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-set-repo-path|notice|remove-matcher|save-state|set-env|set-output|stop-commands|warning";

    private const string Unseen = @"[\p{Cf}\u034F\uFE00-\uFE0F]*";

    /// <summary>The text with a blank put into what could be a command: <c># #vso[</c>, <c># #[</c>, <c>: :error::</c>. Other text stays as it is.</summary>
    public static string Neutralise(string text) =>
        text.Contains('#', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)
            ? Colons().Replace(Hashes().Replace(text, "# "), ": ")
            : text;

    /// <summary>Whether <see cref="Neutralise"/> leaves the text as it is.</summary>
    public static bool IsHarmless(string text) => Neutralise(text) == text;

    [GeneratedRegex($@"\#(?={Unseen}\#{Unseen}(v{Unseen}s{Unseen}o{Unseen})?\[)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hashes();

    [GeneratedRegex(
        $@"(?<=(\A|[\r\n\v\f\u0085\u2028\u2029])[\s\p{{Cf}}]*):(?={Unseen}:) | :(?={Unseen}:{Unseen}({Commands}))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Colons();
}
