using System.Globalization;
using System.Text;

namespace ExperimentTracker.Values;

/// <summary>Makes strings from users or files safe for a terminal or the log of a build.</summary>
public static class TerminalText
{
    private const char Replacement = '\uFFFD';

    // The blocks that Unicode's EastAsianWidth.txt (UAX #11) lists as W or F, extended to whole blocks where the rest is unassigned.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2329, 0x232A), (0x23E9, 0x23EC), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653),
        (0x26AA, 0x26AB), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x2753, 0x2755), (0x2B1B, 0x2B1C),
        (0x2B50, 0x2B50), (0x2E80, 0x303E), (0x3041, 0x4DBF), (0x4E00, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18CFF), (0x1B000, 0x1B2FF), (0x1F300, 0x1F64F),
        (0x1F680, 0x1F6DF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>
    /// Replaces each character that would control a terminal: control characters (including escapes), line breaks, and bidirectional overrides. Also
    /// neutralises commands for the service that reads the log of a build (see <see cref="CommandText"/>).
    /// </summary>
    public static string Clean(string text) =>
        CommandText.Neutralise(text.Any(IsControlCharacter) ? string.Concat(text.Select(c => IsControlCharacter(c) ? Replacement : c)) : text);

    /// <summary>The number of terminal columns of the text: two for a wide character, none for a combining one.</summary>
    public static int Width(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += WidthOf(rune);
        return width;
    }

    /// <summary>Truncates the text to a number of columns. If something is cut off, the result ends with <paramref name="mark"/>.</summary>
    public static string Fit(string text, int columns, string mark = "…")
    {
        if (Width(text) <= columns) return text;
        if (columns <= mark.Length) return mark[..Math.Max(columns, 0)];
        var kept = new StringBuilder();
        int left = columns - mark.Length;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if ((left -= WidthOf(rune)) < 0) break;
            kept.Append(rune);
        }

        return kept.Append(mark).ToString();
    }

    /// <summary>Whether a character embeds, overrides or isolates the direction of text (Unicode UAX #9), so that it shows in another order than it is in.</summary>
    public static bool IsDirectionMark(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool IsControlCharacter(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' || IsDirectionMark(c);

    private static int WidthOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
        _ => Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1,
    };
}
