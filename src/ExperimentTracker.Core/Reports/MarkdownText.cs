using System.Text;
using System.Text.RegularExpressions;
using ExperimentTracker.Values;

namespace ExperimentTracker.Reports;

/// <summary>
/// Text from people in Markdown (GitHub Flavored Markdown 0.29-gfm): it shows as it is, and nothing in it becomes a table, a heading, a
/// link, an image, HTML, a formula or a mention. What has a meaning in Markdown is escaped; words that would become links by themselves,
/// against which no escape helps, are code. Nor does anything become a command when the Markdown is printed in the log of a build.
/// </summary>
internal static partial class MarkdownText
{
    // In a line the ends of others can only be shown.
    private const string LineEnd = " ⏎ ";

    /// <summary>The text within a line, or a cell of a table.</summary>
    public static string Inline(string text) => string.Join(' ', Clean(LineEnds().Replace(text, LineEnd), keepLines: false).Split(' ').Select(Word));

    /// <summary>The text line by line, as a paragraph.</summary>
    public static string Paragraph(string text) =>
        string.Join("  \n", LineEnds().Split(text.Trim()).Select(line => Beginning().Replace(Inline(line), @"$1\$2")));

    /// <summary>The text in its own lines, as a block of code.</summary>
    public static string Block(string text)
    {
        string fence = new('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}text\n{Clean(text.ReplaceLineEndings("\n").TrimEnd('\n'), keepLines: true)}\n{fence}";
    }

    private static string Word(string word) => Link().IsMatch(word) ? Code(word) : Special().Replace(word, @"\$0");

    // Even in code a pipe ends a cell.
    private static string Code(string word)
    {
        string fence = new('`', LongestRun(word) + 1);
        string room = word[0] == '`' || word[^1] == '`' ? " " : "";
        return $"{fence}{room}{word.Replace("|", @"\|", StringComparison.Ordinal)}{room}{fence}";
    }

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char c in text) clean.Append(!char.IsControl(c) || (keepLines && c is '\n' or '\t') ? c : c == '\t' ? ' ' : '\uFFFD');
        return CommandText.Neutralise(clean.ToString());
    }

    private static int LongestRun(string text) => Backticks().Matches(text).Select(m => m.Length).DefaultIfEmpty().Max();

    // Addresses, mail and mentions, numbers of issues.
    [GeneratedRegex(@"://|www\.|@\w|#\d|\bGH-\d", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    // An underscore within a word means nothing, and a colon only before the name of an emoji.
    [GeneratedRegex(@"[\\`*\[\]<>|~&$#]|(?<![\p{L}\p{Nd}])_|_(?![\p{L}\p{Nd}])|:(?=[\w+-]+:)")]
    private static partial Regex Special();

    // What would be a list, a number of one, a rule or the line below a heading.
    [GeneratedRegex(@"^(\d*)([-+=.)])(?=[-=\s]|$)")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\r\n|[\r\n\u0085\u2028\u2029]")]
    private static partial Regex LineEnds();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
