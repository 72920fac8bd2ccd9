using System.Globalization;

namespace ExperimentTracker.Stress;

/// <summary>The figures of the trials.</summary>
public sealed class Figures
{
    private readonly List<(string Trial, string What, string Value)> rows = [];

    public void Add(string trial, string what, FormattableString value) => rows.Add((trial, what, value.ToString(CultureInfo.InvariantCulture)));

    public void Add(string trial, string what, long value) => Add(trial, what, $"{value:N0}");

    /// <summary>Prints them as a Markdown table.</summary>
    public void Print(TextWriter to)
    {
        (string, string, string)[] all = [("trial", "figure", "value"), .. rows];
        int[] widths = [all.Max(r => r.Item1.Length), all.Max(r => r.Item2.Length), all.Max(r => r.Item3.Length)];
        for (int i = 0; i < all.Length; i++)
        {
            to.WriteLine($"| {all[i].Item1.PadRight(widths[0])} | {all[i].Item2.PadRight(widths[1])} | {all[i].Item3.PadLeft(widths[2])} |");
            if (i == 0) to.WriteLine($"| {new string('-', widths[0])} | {new string('-', widths[1])} | {new string('-', widths[2] - 1)}: |");
        }
    }
}
