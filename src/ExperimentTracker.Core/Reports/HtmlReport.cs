using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Reports;

/// <summary>
/// Writes a report as one HTML file that opens without a network. The page contains its scripts, its styles, and the report as JSON. A Content
/// Security Policy (Level 3, W3C) in the page prevents everything else from running or loading, whatever names the report contains.
/// </summary>
internal static partial class HtmlReport
{
    private static readonly string[] Styles = ["uPlot.min.css", "base.css", "layout.css", "table.css", "chart.css", "details.css"];

    private static readonly string[] Scripts =
    [
        "data.js", "format.js", "dom.js", "state.js", "theme.js",
        "filter.js", "columns.js", "menu.js", "controls.js", "rows.js", "table.js",
        "curves.js", "background.js", "tooltip.js", "chart.js", "legend.js", "charts.js", "influence.js", "points.js", "scatter.js",
        "artifacts.js", "details.js", "differences.js", "overview.js", "header.js", "main.js",
    ];

    /// <summary>Writes the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="to">Receives the file, in UTF-8.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public static void Write(RunReport report, Stream to, CancellationToken cancellation)
    {
        string style = string.Join('\n', Styles.Select(Asset));
        string chart = Asset("uPlot.iife.min.js");
        string script = $"(() => {{\n\"use strict\";\n{string.Join('\n', Scripts.Select(Asset))}}})();\n";
        var texts = new Dictionary<string, string>
        {
            ["policy"] = $"default-src 'none'; script-src {Hash(chart)} {Hash(script)}; style-src {Hash(style)}; " +
                "img-src data:; base-uri 'none'; form-action 'none'",
            ["title"] = WebUtility.HtmlEncode(report.Title),
            ["licence"] = Asset("uPlot.LICENSE"),
            ["style"] = style,
            ["chart"] = chart,
            ["script"] = script,
        };

        // Every second part is a placeholder: {{title}}.
        string[] parts = Placeholder().Split(Asset("page.html"));
        for (int i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 0) Put(to, parts[i]);
            else if (parts[i] == "data") HtmlReportData.Write(report, to, cancellation);
            else Put(to, texts[parts[i]]);
        }
    }

    private static void Put(Stream to, string text) => to.Write(Encoding.UTF8.GetBytes(text));

    private static string Hash(string content) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'";

    private static string Asset(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"report/{name}")
            ?? throw new InvalidOperationException($"The module has no asset {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
