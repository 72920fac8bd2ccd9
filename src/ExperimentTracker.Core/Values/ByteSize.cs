using System.Globalization;

namespace ExperimentTracker.Values;

/// <summary>Formats sizes in bytes for display.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];

    /// <summary>The size with a unit, in powers of 1,024 as PowerShell's <c>1MB</c> means it: <c>512 B</c>, <c>4.1 MB</c>.</summary>
    public static string Format(long bytes)
    {
        double size = bytes;
        int unit = 0;
        while (Math.Round(Math.Abs(size), 1) >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return size.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
