namespace ExperimentTracker.Charts;

/// <summary>Marks that distinguish the series of a chart.</summary>
internal static class SeriesMarks
{
    /// <summary>The escape sequence that ends a colour.</summary>
    public const string Reset = "\u001b[0m";

    private const string Characters = "*o#x@%&=~$";

    // The terminal's own colours, which suit its background; bright ones follow when the others are used.
    private static readonly int[] Colors = [36, 33, 35, 32, 31, 34, 96, 93, 95, 92, 91, 94];

    /// <summary>The character of a series.</summary>
    public static char Character(int series) => Characters[series % Characters.Length];

    /// <summary>The escape sequence that starts the colour of a series.</summary>
    public static string Color(int series) => $"\u001b[{Colors[series % Colors.Length]}m";

    /// <summary>The mark before the name of a series in a legend; empty if the style has no marks.</summary>
    public static string Legend(int series, ChartStyle style) => style switch
    {
        ChartStyle.Ascii => $"{Character(series)} ",
        ChartStyle.Color => $"{Color(series)}──{Reset} ",
        _ => "",
    };
}
