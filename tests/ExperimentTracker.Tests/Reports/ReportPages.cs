using System.Text.Json;

namespace ExperimentTracker.Tests.Reports;

/// <summary>Opens reports in a browser, once for all tests, and keeps the results: see tests/browser.</summary>
public sealed class ReportPages
{
    private readonly Lazy<Dictionary<string, string?>> found = new(Open);

    /// <summary>The failure of a check, or <see langword="null"/>.</summary>
    public string? ComplaintOf(string check) => found.Value.TryGetValue(check, out string? complaint) ? complaint : "The check was not made.";

    /// <summary>The names of the checks that ran.</summary>
    public IEnumerable<string> Checks => found.Value.Keys;

    private static Dictionary<string, string?> Open()
    {
        using var folder = new TempFolder();
        using StoreUnderTest store = StoreUnderTest.InMemory();
        (Run hostile, string[] names) = ReportStore.Hostile(store.Store);
        string otherMetric = HostileTexts.Of("other metric");
        Run[] known = [.. ReportStore.Known(store.Store, otherMetric)];
        folder.Write("run.html", Reports.Html(Reports.OfRuns(store.Store, hostile)));
        folder.Write("comparison.html", Reports.Html(Reports.OfRuns(store.Store, known)));
        folder.Write("large.html", LargeReport.Html);
        folder.Write("expected.json", JsonSerializer.Serialize(new
        {
            title = hostile.Path,
            inRun = names,
            inComparison = new[] { known[0].Path, HostileTexts.Of("run"), HostileTexts.Of("tag"), otherMetric },
            otherMetric,
        }));

        // A folder for screenshots of every page, for manual inspection.
        string[] pictures = Environment.GetEnvironmentVariable("EXPERIMENTTRACKER_PICTURES") is { Length: > 0 } to ? [to] : [];
        ReportBrowser browser = ReportBrowser.Found;
        string script = Path.Combine(ReportBrowser.Scripts, "check-reports.mjs");
        string output = Tools.Run(browser.Node, folder.Path, [script, browser.Playwright, browser.Browser, folder.Path, .. pictures]);
        return JsonSerializer.Deserialize<Dictionary<string, string?>>(output)!;
    }
}
