namespace ExperimentTracker.Reports;

/// <summary>How many bytes of images a report still has room for.</summary>
internal sealed class ImageBudget(long bytes)
{
    private const long MostPerImage = 1 << 20;

    // Base64 makes four characters of three bytes. The rest is kept for names that are longer than most.
    private long left = bytes / 4 * 3 * 9 / 10;

    /// <summary>Whether there is room for an image; then it is taken.</summary>
    public bool Admit(long size)
    {
        if (size is <= 0 or > MostPerImage || size > left) return false;
        left -= size;
        return true;
    }
}
