namespace ExperimentTracker.Charts;

/// <summary>What tells the series of a chart apart.</summary>
internal static class SeriesMarks
{
    /// <summary>Ends a colour.</summary>
    public const string Reset = "\u001b[0m";

    private const string Characters = "*o#x@%&=~$";

    // The terminal's own colours, which fit its background; the bright ones when the others are taken.
    private static readonly int[] Colors = [36, 33, 35, 32, 31, 34, 96, 93, 95, 92, 91, 94];

    /// <summary>The character of a series.</summary>
    public static char Character(int series) => Characters[series % Characters.Length];

    /// <summary>The escape sequence that begins the colour of a series.</summary>
    public static string Color(int series) => $"\u001b[{Colors[series % Colors.Length]}m";

    /// <summary>What stands before the name of a series in a legend; nothing where it has no mark of its own.</summary>
    public static string Legend(int series, ChartStyle style) => style switch
    {
        ChartStyle.Ascii => $"{Character(series)} ",
        ChartStyle.Color => $"{Color(series)}──{Reset} ",
        _ => "",
    };
}
