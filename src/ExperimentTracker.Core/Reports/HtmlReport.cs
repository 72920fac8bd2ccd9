using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ExperimentTracker.Page;

namespace ExperimentTracker.Reports;

/// <summary>
/// Writes a report as one HTML file that opens without a network: the page of src/ExperimentTracker.DashboardPage/report.html with the styles and scripts that it names,
/// and the report as JSON. A Content Security Policy (Level 3, W3C) in the page prevents everything else from running or loading, whatever names the
/// report contains.
/// </summary>
internal static partial class HtmlReport
{
    private static readonly Lazy<Template> Page = new(Template.Read);

    /// <summary>Writes the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="to">Receives the file, in UTF-8.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public static void Write(RunReport report, Stream to, CancellationToken cancellation)
    {
        foreach ((string text, string? placeholder) in Page.Value.Parts)
        {
            to.Write(Encoding.UTF8.GetBytes(text));
            if (placeholder == "data") HtmlReportData.Write(report, to, cancellation);
            else if (placeholder == "policy") to.Write(Encoding.UTF8.GetBytes(Page.Value.Policy));
            else if (placeholder == "title") to.Write(Encoding.UTF8.GetBytes(WebUtility.HtmlEncode(report.Title)));
        }
    }

    // The page with its files in it, divided at what differs between reports.
    private sealed partial class Template
    {
        private readonly List<(string Text, string? Placeholder)> parts = [];
        private readonly StringBuilder text = new();
        private readonly List<string> scripts = [];
        private readonly List<string> styles = [];

        public IReadOnlyList<(string Text, string? Placeholder)> Parts => parts;

        public string Policy => $"default-src 'none'; script-src {string.Join(' ', scripts)}; style-src {string.Join(' ', styles)}; img-src data:; base-uri 'none'; form-action 'none'";

        public static Template Read()
        {
            var template = new Template();
            string page = PageFiles.Text("report.html");
            int done = 0;
            foreach (Match match in Reference().Matches(page))
            {
                template.text.Append(page, done, match.Index - done);
                template.Add(match.Groups["style"].Value, match.Groups["script"].Value, match.Groups["module"].Value, match.Groups["name"].Value);
                done = match.Index + match.Length;
            }

            template.text.Append(page, done, page.Length - done);
            template.End(null);
            return template;
        }

        private void Add(string style, string script, string module, string name)
        {
            if (style.Length > 0) Embed("style", PageFiles.Text(style), styles);
            else if (script.Length > 0) Embed("script", PageFiles.Text(script), scripts);
            else if (module.Length > 0) Embed("script", PageScript.Of(module), scripts);
            else if (name.Contains('.', StringComparison.Ordinal)) text.Append(PageFiles.Text(name));
            else End(name);
        }

        private void Embed(string element, string content, List<string> hashes)
        {
            hashes.Add($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}'");
            text.Append('<').Append(element).Append('>').Append(content).Append("</").Append(element).Append('>');
        }

        private void End(string? placeholder)
        {
            parts.Add((text.ToString(), placeholder));
            text.Clear();
        }

        [GeneratedRegex("""<link rel="stylesheet" href="(?<style>[^"]+)">|<script src="(?<script>[^"]+)"></script>|<script type="module" src="(?<module>[^"]+)"></script>|\{\{(?<name>[\w./]+)\}\}""")]
        private static partial Regex Reference();
    }
}
