namespace ExperimentTracker.Provenance;

/// <summary>The <c>TRACEPARENT</c> of a distributed trace (W3C Trace Context, section 3.2).</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="SpanId">16 hexadecimal digits.</param>
internal sealed record TraceParent(string TraceId, string SpanId)
{
    private const int TraceDigits = 32;
    private const int SpanDigits = 16;

    /// <summary>Reads the trace from the environment; <see langword="null"/> when there is none.</summary>
    public static TraceParent? FromEnvironment() => Parse(Environment.GetEnvironmentVariable("TRACEPARENT"));

    /// <summary>Reads <c>version-traceid-spanid-flags</c>.</summary>
    /// <returns><see langword="null"/> for a value that the specification calls invalid.</returns>
    public static TraceParent? Parse(string? text)
    {
        string[] parts = text?.Split('-') ?? [];
        bool valid = parts.Length >= 4 && IsHex(parts[0], 2) && parts[0] != "ff" && IsId(parts[1], TraceDigits) && IsId(parts[2], SpanDigits)
            && IsHex(parts[3], 2)
            // Version 00 ends here; a later version may have more parts.
            && (parts.Length == 4 || parts[0] != "00");
        return valid ? new TraceParent(parts[1], parts[2]) : null;
    }

    private static bool IsId(string text, int digits) => IsHex(text, digits) && text.Any(c => c != '0');

    private static bool IsHex(string text, int digits) => text.Length == digits && text.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0;
}
