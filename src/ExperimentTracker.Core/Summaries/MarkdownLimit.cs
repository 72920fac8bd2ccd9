using System.Text;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Summaries;

/// <summary>Truncates Markdown to a number of bytes without leaving incomplete parts: no partial row, no table without its rule, no open code block.</summary>
public static partial class MarkdownLimit
{
    private static readonly Encoding Utf8 = new UTF8Encoding(false);

    /// <summary>Returns the Markdown if it fits; else as many of its first lines as fit, and a note with the number of omitted lines.</summary>
    /// <param name="markdown">The Markdown, with line feeds.</param>
    /// <param name="most">The maximum number of UTF-8 bytes.</param>
    public static string Cut(string markdown, int most)
    {
        if (Utf8.GetByteCount(markdown) <= most) return markdown;
        string[] lines = markdown.TrimEnd('\n').Split('\n');
        int kept = 0, bytes = 0;
        string? fence = null;

        // Reserves space for the note and for the end of an open code block.
        int room = most - Utf8.GetByteCount(Note(lines.Length));
        while (kept < lines.Length)
        {
            string? after = FenceAfter(fence, lines[kept]);
            int size = Utf8.GetByteCount(lines[kept]) + 1;
            if (bytes + size + (after is null ? 0 : Utf8.GetByteCount(after) + 1) > room) break;
            (bytes, fence) = (bytes + size, after);
            kept++;
        }

        // The head of a table needs its rule, and a heading needs content.
        while (fence is null && kept > 0 && (lines[kept - 1].Length == 0 || lines[kept - 1].StartsWith('#') || IsRule(lines, kept) || IsRule(lines, kept - 1))) kept--;
        string text = string.Concat(lines.Take(kept).Select(line => line + "\n")) + (fence is null ? "" : fence + "\n") + Note(lines.Length - kept);
        return Utf8.GetByteCount(text) <= most ? text : "";
    }

    private static string Note(int lines) => $"\n*{lines} more lines are omitted: the page has a size limit.*\n";

    // Whether the line is the rule of a table without rows, in which case neither it nor the head may be last.
    private static bool IsRule(string[] lines, int at) => at < lines.Length && TableRule().IsMatch(lines[at]);

    private static string? FenceAfter(string? open, string line)
    {
        Match mark = Fence().Match(line);
        if (!mark.Success) return open;
        string found = mark.Groups[1].Value;
        return open is null ? found : line.TrimEnd() == found && found.Length >= open.Length ? null : open;
    }

    [GeneratedRegex(@"^\|( ?:?-{3,}:? \|)+$")]
    private static partial Regex TableRule();

    [GeneratedRegex("^(`{3,})")]
    private static partial Regex Fence();
}
