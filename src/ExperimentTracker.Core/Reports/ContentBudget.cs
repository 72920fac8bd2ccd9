namespace ExperimentTracker.Reports;

/// <summary>The number of bytes of images and of data to draw that still fit into a report.</summary>
internal sealed class ContentBudget(long bytes)
{
    private const long MostPerContent = 1 << 20;

    // Base64 encodes three bytes as four characters. A reserve is kept for long names.
    private long left = bytes / 4 * 3 * 9 / 10;

    /// <summary>Whether anything fits.</summary>
    public bool HasRoom => left > 0;

    /// <summary>Whether a content fits into the remaining budget; if so, its size is subtracted.</summary>
    public bool Admit(long size)
    {
        if (size is <= 0 or > MostPerContent || size > left) return false;
        left -= size;
        return true;
    }
}
