namespace ExperimentTracker.Charts;

/// <summary>Marks that distinguish the series of a chart.</summary>
internal static class SeriesMarks
{
    /// <summary>The escape sequence that ends a colour.</summary>
    public const string Reset = "\u001b[0m";

    /// <summary>The number of series that can be told apart.</summary>
    public const int Count = 10;

    /// <summary>The mark of all series that are not highlighted.</summary>
    public const int Dim = Count;

    private const string Characters = "*o#x@%&=~$.";

    // The terminal's own colours, which suit its background; bright ones follow when the others are used, and grey is last.
    private static readonly int[] Colors = [36, 33, 35, 32, 31, 34, 96, 93, 95, 92, 90];

    /// <summary>The character of a series.</summary>
    public static char Character(int series) => Characters[series];

    /// <summary>The escape sequence that starts the colour of a series.</summary>
    public static string Color(int series) => $"\u001b[{Colors[series]}m";

    /// <summary>The mark before the name of a series in a legend; empty if the style has no marks.</summary>
    public static string Legend(int series, ChartStyle style) => style switch
    {
        ChartStyle.Ascii => $"{Character(series)} ",
        ChartStyle.Color => $"{Color(series)}──{Reset} ",
        _ => "",
    };
}
