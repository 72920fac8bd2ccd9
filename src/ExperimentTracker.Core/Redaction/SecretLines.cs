namespace ExperimentTracker.Redaction;

/// <summary>Takes secrets out of lines that come one after the other: a private key goes over many of them.</summary>
/// <param name="redactor">What knows secrets within a line.</param>
internal sealed class SecretLines(SecretRedactor redactor)
{
    // No key is longer; a BEGIN that has no END must not silence a log for ever.
    private const int MostLines = 200;

    private int left;

    /// <summary>The next line without its secrets.</summary>
    public string Next(string line)
    {
        if (left > 0)
        {
            left = IsMark(line, "-----END ") ? 0 : left - 1;
            return SecretRedactor.Mask;
        }

        if (IsMark(line, "-----BEGIN ") && !IsMark(line, "-----END ")) left = MostLines;
        return redactor.Text(line);
    }

    private static bool IsMark(string line, string mark) =>
        line.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0 && line.AsSpan(at).Contains("PRIVATE KEY", StringComparison.Ordinal);
}
