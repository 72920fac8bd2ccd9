using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Tests.Reports;

/// <summary>The HTML of a report, without a browser.</summary>
public sealed partial class HtmlReportTests : IDisposable
{
    private readonly StoreUnderTest store = StoreUnderTest.InMemory();

    public void Dispose() => store.Dispose();

    [Fact]
    public void The_policy_allows_only_the_scripts_and_styles_of_the_page_and_no_loading()
    {
        string html = Encoding.UTF8.GetString(Reports.Html(Reports.OfRuns(store.Store, ReportStore.Hostile(store.Store).Run)));
        string policy = Policy().Match(html).Groups[1].Value;
        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);

        // Browsers hash everything between the tags.
        string[] scripts = [.. Script().Matches(html).Select(m => m.Groups[1].Value)];
        Assert.Equal(2, scripts.Length);
        string[] styles = [.. Style().Matches(html).Select(m => m.Groups[1].Value)];
        Assert.NotEmpty(styles);
        Assert.All([.. scripts, .. styles], text =>
            Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'", policy, StringComparison.Ordinal));
    }

    [Fact]
    public void Hostile_names_are_kept_in_the_data_and_do_not_end_the_element()
    {
        (Run run, string[] names) = ReportStore.Hostile(store.Store);
        byte[] html = Reports.Html(Reports.OfRuns(store.Store, run));
        string data = Reports.DataOf(html).GetRawText();
        Assert.DoesNotContain(data, c => c is '<' or '>' or '&' or '\u2028' or '\u2029');
        HashSet<string> texts = [.. TextsOf(Reports.DataOf(html))];
        Assert.All(names, name => Assert.Contains(texts, text => text.Contains(name, StringComparison.Ordinal)));
        Assert.Contains("a\u2028b\u2029c", texts);

        // The title is the only text that is markup.
        string markup = Encoding.UTF8.GetString(html).Replace(data, "", StringComparison.Ordinal);
        Assert.Contains($"<title>{System.Net.WebUtility.HtmlEncode(run.Path)}</title>", markup, StringComparison.Ordinal);
        Assert.DoesNotContain("pwned", markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_exact_and_those_that_JSON_lacks_are_strings()
    {
        Run run = store.Store.NewRun(new RunDraft
        {
            ExperimentId = store.Store.NewExperiment().Id,
            Start = true,
            Parameters = StoreSteps.Named(
                ("exact", 0.1), ("whole", 12L), ("large", long.MaxValue), ("nothing", null), ("none", double.NaN), ("yes", true)),
        });
        store.Store.Log(run, "loss", 0.1, double.NaN, double.NegativeInfinity, 1.0 / 3);
        JsonElement data = Reports.DataOf(Reports.Html(Reports.OfRuns(store.Store, store.Store.Again(run))));
        JsonElement json = data.GetProperty("runs")[0];
        Assert.Equal(
            ["""[0,0.1]""", """[1,"9223372036854775807"]""", """[2,"NaN"]""", """[3,null]""", """[4,12]""", """[5,"true"]"""],
            json.GetProperty("p").EnumerateArray().Select(e => e.GetRawText()).OrderBy(t => t));
        Assert.Equal("""[0,4,3,0.3333333333333333,"-Infinity",0.3333333333333333,"-Infinity"]""", json.GetProperty("m")[0].GetRawText());
        Assert.Equal("""[0,[0,1,1,1],[0.1,"NaN","-Infinity",0.333333]]""", json.GetProperty("c")[0].GetRawText());
    }

    [Fact]
    public void A_curve_keeps_as_many_digits_as_its_range_needs()
    {
        Run run = store.Store.NewRun();
        store.Store.Log(run, "clock", 1_700_000_000.25, 1_700_000_001.5);
        store.Store.Log(run, "same", 1234567.891, 1234567.891);
        JsonElement data = Reports.DataOf(Reports.Html(Reports.OfRuns(store.Store, store.Store.Again(run))));
        JsonElement curves = data.GetProperty("runs")[0].GetProperty("c");
        Assert.Equal("[0,[0,1],[1700000000.25,1700000001.5]]", curves[0].GetRawText());
        Assert.Equal("[1,[0,1],[1234567.891,1234567.891]]", curves[1].GetRawText());
    }

    [Fact]
    public void A_thousand_runs_of_twenty_metrics_with_their_curves_fit_into_ten_megabytes()
    {
        Assert.InRange(LargeReport.Html.Length, 2_000_000, 10_000_000);
        JsonElement data = Reports.DataOf(LargeReport.Html);
        Assert.Equal(1000, data.GetProperty("runs").GetArrayLength());
        Assert.Equal(20, data.GetProperty("metrics").GetArrayLength());
        Assert.Equal(0, data.GetProperty("runsWithoutCurves").GetInt32());
        Assert.All(data.GetProperty("runs").EnumerateArray(), run => Assert.Equal(20, run.GetProperty("c").GetArrayLength()));
        Assert.All(data.GetProperty("runs")[7].GetProperty("c").EnumerateArray(), curve => Assert.InRange(curve[2].GetArrayLength(), 15, 100));
    }

    [Fact]
    public void The_most_important_metric_is_first()
    {
        Run run = store.Store.NewRun();
        foreach (string key in new[] { "layer10", "layer2", "a" }) store.Store.Log(run, key, 1, 2);
        store.Store.Log(run, "aa final", 1);
        store.Store.Append(run, "train/loss", [2, 1], MetricGoal.Minimize);
        store.Store.Append(run, "val/loss", [2, 1], MetricGoal.Minimize);
        JsonElement data = Reports.DataOf(Reports.Html(Reports.OfRuns(store.Store, store.Store.Again(run))));
        Assert.Equal(
            ["val/loss", "train/loss", "a", "layer2", "layer10", "aa final"],
            data.GetProperty("metrics").EnumerateArray().Select(m => m.GetProperty("name").GetString()));
    }

    [Fact]
    public void Runs_with_different_goals_have_no_common_goal()
    {
        Experiment experiment = store.Store.NewExperiment();
        Run[] runs = [.. new[] { MetricGoal.Minimize, MetricGoal.Maximize }.Select(goal =>
        {
            Run run = store.Store.NewRun(experiment);
            store.Store.Append(run, "x", [1], goal);
            return store.Store.Again(run);
        })];
        Assert.False(Reports.DataOf(Reports.Html(Reports.OfRuns(store.Store, runs))).GetProperty("metrics")[0].TryGetProperty("goal", out _));
    }

    [Theory]
    [InlineData("Copyright (c) 2022 Leon Sorokin")]
    [InlineData("Copyright (c) 2015-present Jason Miller")]
    [InlineData("Apache License")]
    public void The_licences_of_the_libraries_are_included(string text) => Assert.Contains(text, Encoding.UTF8.GetString(Reports.Html()), StringComparison.Ordinal);

    [Fact]
    public void Everything_that_the_page_names_is_in_it()
    {
        string html = Encoding.UTF8.GetString(Reports.Html()).ReplaceLineEndings("\n");
        string folder = Path.Combine(SourceTree.Root, "src", "ExperimentTracker.DashboardPage");
        string[] names = [.. Named().Matches(File.ReadAllText(Path.Combine(folder, "report.html"))).Select(m => m.Groups[1].Value)];
        Assert.Contains("styles/report.css", names);
        Assert.All(names, name => Assert.Contains(File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n"), html, StringComparison.Ordinal));
        Assert.DoesNotContain("src=\"", html[..html.IndexOf("<script id=", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("// scripts/report/main.js", html, StringComparison.Ordinal);
    }

    // What the browser would refuse anyway.
    [Theory]
    [InlineData("fetch(")]
    [InlineData("EventSource")]
    [InlineData("WebSocket")]
    [InlineData("XMLHttpRequest")]
    [InlineData("sendBeacon")]
    [InlineData("Worker(")]
    [InlineData("import(\"http")]
    public void Nothing_in_its_scripts_could_ask_for_something(string text) =>
        Assert.All(Script().Matches(Encoding.UTF8.GetString(Reports.Html())), m => Assert.DoesNotContain(text, m.Groups[1].Value, StringComparison.Ordinal));

    [Fact]
    public void The_log_of_a_run_that_failed_ends_the_way_it_ended()
    {
        Run[] runs = [.. new[] { RunStatus.Failed, RunStatus.Succeeded }.Select(status =>
        {
            Run run = store.Store.NewRun();
            ReportStore.AddLog(store.Store, run);
            store.Store.End(run, status);
            return store.Store.Again(run);
        })];
        JsonElement[] json = [.. Reports.DataOf(Reports.Html(Reports.OfRuns(store.Store, runs))).GetProperty("runs").EnumerateArray()];
        Assert.Equal(300, json[0].GetProperty("logCount").GetInt64());
        string[] lines = [.. json[0].GetProperty("log").EnumerateArray().Select(entry => entry[1].GetString()!)];
        Assert.Equal(Enumerable.Range(300 - lines.Length, lines.Length), lines.Select(line => int.Parse(line.Split(':')[0][5..], CultureInfo.InvariantCulture)));
        Assert.InRange(lines.Sum(line => line.Length), 8_000, 16_000);
        Assert.False(json[1].TryGetProperty("log", out _));

        // A report of one run has more of it, whatever became of the run.
        JsonElement alone = Reports.DataOf(Reports.Html(Reports.OfRuns(store.Store, runs[1]))).GetProperty("runs")[0];
        Assert.Equal(300, alone.GetProperty("log").GetArrayLength());
    }

    [Fact]
    public void Distributions_and_what_was_measured_of_predictions_are_in_it()
    {
        Run run = store.Store.NewRun();
        ReportStore.AddPictures(store.Store, run);
        JsonElement json = Reports.DataOf(Reports.Html(Reports.OfRuns(store.Store, store.Store.Again(run)))).GetProperty("runs")[0];
        JsonElement weights = Assert.Single(json.GetProperty("distributions").EnumerateArray());
        Assert.Equal(("weights", 4L), (weights.GetProperty("key").GetString(), weights.GetProperty("count").GetInt64()));
        Assert.Equal(["[1,2,1]", "[1,3,1]", "[1,4,1]", "[1,5,1]"], weights.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("counts").GetRawText()));
        Assert.All(weights.GetProperty("steps").EnumerateArray(), step => Assert.Equal("[-1,0,1,2]", step.GetProperty("edges").GetRawText()));
        JsonElement content = json.GetProperty("artifacts")[0].GetProperty("contents")[0];
        Assert.Equal("application/json", content[1].GetString());
        Assert.Equal(0.875, JsonDocument.Parse(content[2].GetBytesFromBase64()).RootElement.GetProperty("accuracy").GetDouble());
    }

    [Fact]
    public void The_importance_of_parameters_is_that_of_the_runs_of_one_experiment()
    {
        JsonElement importance = Reports.DataOf(LargeReport.Html).GetProperty("importance")[0];
        Assert.Equal((0, 0, 1000), (importance.GetProperty("experiment").GetInt32(), importance.GetProperty("metric").GetInt32(), importance.GetProperty("runs").GetInt32()));
        Assert.Equal(["dropout", "layers", "lr", "optimizer", "seed"], importance.GetProperty("parameters").EnumerateArray().Select(one => one[0].GetString()).Order());
        Assert.InRange(importance.GetProperty("parameters").EnumerateArray().Sum(one => one[1].GetDouble()), 0.99, 1.01);
    }

    private static IEnumerable<string> TextsOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => TextsOf(p.Value)),
        _ => [],
    };

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]+)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("(?:href|src)=\"((?:styles|uPlot)/[^\"]+)\"")]
    private static partial Regex Named();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
