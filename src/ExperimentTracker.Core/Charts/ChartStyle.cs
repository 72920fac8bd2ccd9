namespace ExperimentTracker.Charts;

/// <summary>What a chart in text is made of.</summary>
public enum ChartStyle
{
    /// <summary>ASCII characters only; each series has its mark.</summary>
    Ascii,

    /// <summary>Lines of Unicode braille dots, eight to a character, without colour.</summary>
    Braille,

    /// <summary>Lines of Unicode braille dots; each series has its colour, as an ANSI escape sequence.</summary>
    Color,
}
