namespace ExperimentTracker.Redaction;

/// <summary>Redacts secrets in consecutive lines, because a private key spans many of them.</summary>
/// <param name="redact">Redacts secrets within a line.</param>
internal sealed class SecretLines(Func<string, string> redact)
{
    // No key is longer. A BEGIN without an END must not suppress a log for ever.
    private const int MostLines = 200;

    private int left;

    /// <summary>Returns the next line with its secrets redacted.</summary>
    public string Next(string line)
    {
        if (left > 0)
        {
            left = IsMark(line, "-----END ") ? 0 : left - 1;
            return SecretRedactor.Mask;
        }

        if (IsMark(line, "-----BEGIN ") && !IsMark(line, "-----END ")) left = MostLines;
        return redact(line);
    }

    private static bool IsMark(string line, string mark) =>
        line.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 && line.AsSpan(at).Contains("PRIVATE KEY", StringComparison.Ordinal);
}
