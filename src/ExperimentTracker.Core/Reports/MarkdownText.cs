using System.Text;
using System.Text.RegularExpressions;
using ExperimentTracker.Values;

namespace ExperimentTracker.Reports;

/// <summary>
/// Escapes user text in Markdown (GitHub Flavored Markdown 0.29-gfm): it is displayed unchanged, and nothing in it becomes a table, a heading, a
/// link, an image, HTML, a formula or a mention. Characters with a meaning in Markdown are escaped. Words that would be auto-linked, which escaping
/// does not prevent, become code. Text is also safe as a log line of a build service.
/// </summary>
internal static partial class MarkdownText
{
    // Line ends of the text can only be shown as a character here.
    private const string LineEnd = " ⏎ ";

    /// <summary>The text within a line, or a cell of a table.</summary>
    public static string Inline(string text) => string.Join(' ', Clean(LineEnds().Replace(text, LineEnd), keepLines: false).Split(' ').Select(Word));

    /// <summary>The text as a paragraph that keeps its line ends.</summary>
    public static string Paragraph(string text) =>
        string.Join("  \n", LineEnds().Split(text.Trim()).Select(line => Beginning().Replace(Inline(line), @"$1\$2")));

    /// <summary>The text as a code block that keeps its line ends.</summary>
    public static string Block(string text)
    {
        string fence = new('`', Math.Max(3, LongestRun(text) + 1));
        return $"{fence}text\n{Clean(text.ReplaceLineEndings("\n").TrimEnd('\n'), keepLines: true)}\n{fence}";
    }

    private static string Word(string word) => Link().IsMatch(word) ? Code(word) : Special().Replace(word, @"\$0");

    // A pipe ends a cell even in code.
    private static string Code(string word)
    {
        string fence = new('`', LongestRun(word) + 1);
        string room = word[0] == '`' || word[^1] == '`' ? " " : "";
        return $"{fence}{room}{word.Replace("|", @"\|", StringComparison.Ordinal)}{room}{fence}";
    }

    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char c in text) clean.Append((!char.IsControl(c) && !TerminalText.IsDirectionMark(c)) || (keepLines && c is '\n' or '\t') ? c : c == '\t' ? ' ' : '\uFFFD');
        return CommandText.Neutralise(clean.ToString());
    }

    private static int LongestRun(string text) => Backticks().Matches(text).Select(m => m.Length).DefaultIfEmpty().Max();

    // URLs, e-mail addresses, mentions, and numbers of issues.
    [GeneratedRegex(@"://|www\.|@\w|#\d|\bGH-\d", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    // An underscore within a word is literal, and a colon except before the name of an emoji.
    [GeneratedRegex(@"[\\`*\[\]<>|~&$#]|(?<![\p{L}\p{Nd}])_|_(?![\p{L}\p{Nd}])|:(?=[\w+-]+:)")]
    private static partial Regex Special();

    // What would be a list item, a numbered list item, a rule or the line below a heading.
    [GeneratedRegex(@"^(\d*)([-+=.)])(?=[-=\s]|$)")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\r\n|[\r\n\u0085\u2028\u2029]")]
    private static partial Regex LineEnds();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
