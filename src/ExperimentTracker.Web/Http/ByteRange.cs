namespace ExperimentTracker.Web.Http;

/// <summary>The part of a content that a request asks for.</summary>
internal static class ByteRange
{
    /// <summary>Returns the part that a header <c>Range</c> asks for: one range of bytes. Another header asks for everything.</summary>
    /// <exception cref="HttpProblem">The range is beyond the content.</exception>
    public static (long Start, long Length, bool IsPart) Of(string? header, long size)
    {
        if (header is null || !header.StartsWith("bytes=", StringComparison.Ordinal) || header.Contains(',', StringComparison.Ordinal)) return (0, size, false);
        string[] ends = header["bytes=".Length..].Split('-');
        if (ends.Length != 2 || !TryRead(ends[0], out long? first) || !TryRead(ends[1], out long? last) || (first ?? last) is null) return (0, size, false);
        long start = first ?? Math.Max(0, size - last!.Value);
        long end = first is null || last is null ? size - 1 : Math.Min(last.Value, size - 1);
        if (start >= size || end < start) throw new HttpProblem(416, "RangeNotSatisfiable", $"The content has {size} bytes.");
        return (start, end - start + 1, true);
    }

    private static bool TryRead(string text, out long? number)
    {
        number = null;
        if (text.Length == 0) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)) return false;
        number = value;
        return true;
    }
}
