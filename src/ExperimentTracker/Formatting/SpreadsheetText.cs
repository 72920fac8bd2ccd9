namespace ExperimentTracker.Formatting;

/// <summary>Strings in files that spreadsheets open.</summary>
internal static class SpreadsheetText
{
    /// <summary>
    /// Prefixes a string that a spreadsheet would evaluate as a formula with an apostrophe, which spreadsheets read as "this is text" (OWASP, CSV injection).
    /// Full-width forms of the characters are formulas too for some of them.
    /// </summary>
    public static string Neutralise(string text) =>
        text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20') ? "'" + text : text;
}
