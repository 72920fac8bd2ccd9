namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// Texts with U+0000, which PostgreSQL cannot store: U+FDD0, which Unicode reserves for the internal use of programs, begins an escape sequence. It is
/// followed by 0 for U+0000 and by 1 for itself, so that every text is stored and read back unchanged.
/// </summary>
internal static class TextEscape
{
    private const char Escape = '\uFDD0';

    /// <summary>The text as it is stored.</summary>
    public static string Write(string text) => text.AsSpan().IndexOfAny('\0', Escape) < 0 ? text
        : text.Replace($"{Escape}", $"{Escape}1", StringComparison.Ordinal).Replace("\0", $"{Escape}0", StringComparison.Ordinal);

    /// <summary>The text that was stored.</summary>
    public static string Read(string stored) => !stored.Contains(Escape) ? stored
        : stored.Replace($"{Escape}0", "\0", StringComparison.Ordinal).Replace($"{Escape}1", $"{Escape}", StringComparison.Ordinal);
}
