using System.Text;

namespace ExperimentTracker.Web.Exposition;

/// <summary>
/// Writes OpenMetrics 1.0 (github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md), which Prometheus and its relatives scrape. The samples of a
/// family follow its head, and <c># EOF</c> is the last line, without which a reader takes the text for a part.
/// </summary>
internal sealed class OpenMetricsText
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private readonly StringBuilder text = new();

    /// <summary>Begins a family of metrics.</summary>
    /// <param name="name">The name. It ends with the unit, if there is one.</param>
    /// <param name="type">The type: <c>gauge</c>, <c>counter</c> or <c>info</c>. Samples of a counter end with <c>_total</c>, those of an info with <c>_info</c>.</param>
    /// <param name="help">What it is.</param>
    /// <param name="unit">The unit, such as <c>seconds</c>; or <see langword="null"/>.</param>
    public void Family(string name, string type, string help, string? unit = null)
    {
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        if (unit is not null) text.Append("# UNIT ").Append(name).Append(' ').Append(unit).Append('\n');
        text.Append("# HELP ").Append(name).Append(' ');
        AppendEscaped(help);
        text.Append('\n');
    }

    /// <summary>Writes a sample of the family.</summary>
    /// <param name="name">The name of the family with the suffix of its type.</param>
    /// <param name="value">The value.</param>
    /// <param name="labels">The labels, which no other sample of the name has all alike. One without a value is left out, which means the same as an empty one.</param>
    public void Sample(string name, double value, params (string Name, string? Value)[] labels)
    {
        text.Append(name).Append('{');
        bool isFirst = true;
        foreach ((string label, string? labelValue) in labels)
        {
            if (string.IsNullOrEmpty(labelValue)) continue;
            if (!isFirst) text.Append(',');
            text.Append(label).Append("=\"");
            AppendEscaped(labelValue);
            text.Append('"');
            isFirst = false;
        }

        text.Append("} ").Append(NumberOf(value)).Append('\n');
    }

    /// <summary>Returns the text with its end.</summary>
    public byte[] Finish() => Encoding.UTF8.GetBytes(text.Append("# EOF\n").ToString());

    private static string NumberOf(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private void AppendEscaped(string plain)
    {
        foreach (char c in plain)
        {
            if (c == '\n') text.Append("\\n");
            else if (c is '\\' or '"') text.Append('\\').Append(c);
            else text.Append(c);
        }
    }
}
