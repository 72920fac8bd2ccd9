using System.Text.RegularExpressions;

namespace ExperimentTracker.Tests.Durability;

/// <summary>One call in a log of <c>strace -f -y</c>, such as <c>4711 fsync(67&lt;/tmp/tracker.db-wal&gt;) = 0</c>.</summary>
internal sealed partial record SystemCall(string Name, string Text)
{
    /// <summary>The path of the first file descriptor, which <c>-y</c> prints.</summary>
    public string? FirstPath => DescriptorPath().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>The texts in quotes.</summary>
    public string[] Texts => [.. QuotedText().Matches(Text).Select(m => m.Groups[1].Value)];

    /// <summary>The calls in a log, in the order in which they returned.</summary>
    public static List<SystemCall> Read(string path)
    {
        var calls = new List<SystemCall>();
        var begun = new Dictionary<string, string>();
        foreach (Match line in File.ReadLines(path).Select(line => Line().Match(line)).Where(line => line.Success))
        {
            (string thread, string text) = (line.Groups[1].Value, line.Groups[2].Value);
            if (text.EndsWith(Unfinished, StringComparison.Ordinal)) begun[thread] = text[..^Unfinished.Length];
            else if (Resumed().Match(text) is { Success: true } rest) calls.Add(Of(begun[thread] + text[rest.Length..]));
            else if (text.Contains('(', StringComparison.Ordinal)) calls.Add(Of(text));
        }

        return calls;
    }

    private const string Unfinished = " <unfinished ...>";

    private static SystemCall Of(string text) => new(text[..text.IndexOf('(', StringComparison.Ordinal)], text);

    [GeneratedRegex(@"^(\d+) +(.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>")]
    private static partial Regex Resumed();

    [GeneratedRegex(@"^\w+\(\d+<([^>]*)>")]
    private static partial Regex DescriptorPath();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex QuotedText();
}
