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
        Assert.All([.. scripts, Style().Match(html).Groups[1].Value], text =>
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

    [Fact]
    public void The_licence_of_uPlot_is_included() =>
        Assert.Contains("Copyright (c) 2022 Leon Sorokin", Encoding.UTF8.GetString(Reports.Html()), StringComparison.Ordinal);

    [Theory]
    [InlineData("scripts")]
    [InlineData("styles")]
    [InlineData("uPlot")]
    public void Every_file_of_the_page_is_in_a_report(string folder)
    {
        string html = Encoding.UTF8.GetString(Reports.Html()).ReplaceLineEndings("\n");
        string[] files = Directory.GetFiles(Path.Combine(SourceTree.Root, "src", "ExperimentTracker.ReportPage", folder));
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Contains(File.ReadAllText(f).ReplaceLineEndings("\n"), html, StringComparison.Ordinal));
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

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
