namespace ExperimentTracker.Charts;

/// <summary>The characters that a chart in text uses.</summary>
public enum ChartStyle
{
    /// <summary>ASCII characters only; each series has its own character.</summary>
    Ascii,

    /// <summary>Unicode braille dots, eight per character, without colour.</summary>
    Braille,

    /// <summary>Unicode braille dots; each series has its own colour, set by an ANSI escape sequence.</summary>
    Color,
}
