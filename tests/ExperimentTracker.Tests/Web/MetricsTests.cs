using System.Globalization;
using System.Text;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Tests.Web;

public sealed class MetricsTests : IDisposable
{
    private readonly StoreUnderTest store = StoreUnderTest.InMemory();
    private readonly DashboardUnderTest dashboard;

    public MetricsTests() => dashboard = new DashboardUnderTest(store);

    public void Dispose()
    {
        dashboard.Dispose();
        store.Dispose();
    }

    [Fact]
    public async Task What_runs_is_exposed_with_names_that_are_escaped()
    {
        Experiment experiment = store.Store.NewExperiment("a \"b\" \\ ä");
        Run run = store.Store.NewRun(experiment);
        store.Store.Runs.Update(run.Id, new RunChange { Progress = 0.25 }, CancellationToken.None);
        store.Store.Log(run, "loss", 0.5, double.NaN);
        store.Store.LogAt(run, "loss", [7], [double.NegativeInfinity], [1], "l\\1");
        store.Store.End(store.Store.NewRun(experiment));

        using HttpResponseMessage reply = await dashboard.Client.GetAsync("metrics");
        Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", reply.Content.Headers.ContentType!.ToString());
        Dictionary<string, double> samples = Parse(await reply.Content.ReadAsByteArrayAsync());

        string name = "experiment=a \"b\" \\ ä", id = $"run_id={run.Id}";
        Assert.Equal(1, samples[$"experiment_runs|project={experiment.Project}|{name}|status=Running"]);
        Assert.Equal(1, samples[$"experiment_runs|project={experiment.Project}|{name}|status=Succeeded"]);
        Assert.Equal(0.25, samples[$"experiment_run_progress_ratio|{id}"]);
        Assert.Equal(double.NaN, samples[$"experiment_metric_last|{id}|{name}|key=loss"]);
        Assert.Equal(double.NegativeInfinity, samples[$"experiment_metric_last|{id}|{name}|key=loss|label=l\\1"]);
        Assert.Equal(2, samples[$"experiment_metric_points_total|{id}|{name}|key=loss"]);
        Assert.Equal(7, samples[$"experiment_metric_step|{id}|{name}|key=loss|label=l\\1"]);
        Assert.Single(samples, s => s.Key.StartsWith("experiment_run_info|", StringComparison.Ordinal));
        Assert.InRange(samples[$"experiment_run_duration_seconds|{id}"], 0, 60);
    }

    [Fact]
    public async Task A_store_without_runs_is_complete_and_a_reader_needs_the_token()
    {
        using HttpResponseMessage reply = await dashboard.Client.GetAsync("metrics");
        Assert.Empty(Parse(await reply.Content.ReadAsByteArrayAsync()));
        using HttpClient stranger = dashboard.NewClient();
        using HttpResponseMessage refused = await stranger.GetAsync("metrics");
        Assert.Equal(403, (int)refused.StatusCode);
    }

    // The rules of OpenMetrics 1.0: a family once, its lines together and in the order TYPE, UNIT, HELP, samples; suffixes by type; unique labels; the end.
    private static Dictionary<string, double> Parse(byte[] bytes)
    {
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.EndsWith("\n# EOF\n", "\n" + text, StringComparison.Ordinal);
        var samples = new Dictionary<string, double>();
        var families = new HashSet<string>();
        (string Name, string Type) family = ("", "");
        foreach (string line in text[..^"# EOF\n".Length].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', 4);
            if (words[0] == "#")
            {
                if (words[1] == "TYPE") Assert.True(families.Add((family = (words[2], words[3])).Name), line);
                else Assert.Equal(family.Name, words[2]);
                if (words[1] == "UNIT") Assert.EndsWith("_" + words[3], family.Name, StringComparison.Ordinal);
                continue;
            }

            int open = line.IndexOf('{', StringComparison.Ordinal), at = open + 1;
            string key = line[..open];
            Assert.Equal(family.Type switch { "counter" => family.Name + "_total", "info" => family.Name + "_info", _ => family.Name }, key);
            while (line[at] != '}')
            {
                int equals = line.IndexOf('=', at);
                string label = line[at..equals];
                Assert.Matches("^[a-z_]+$", label);
                var value = new StringBuilder();
                for (at = equals + 2; line[equals + 1] == '"' && line[at] != '"'; at++)
                {
                    if (line[at] != '\\') value.Append(line[at]);
                    else value.Append(line[++at] switch { 'n' => '\n', '\\' => '\\', '"' => '"', _ => throw new FormatException(line) });
                }

                key += $"|{label}={value}";
                at += line[at + 1] == ',' ? 2 : 1;
            }

            string number = line[(at + 2)..];
            samples.Add(key, number switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => double.Parse(number, CultureInfo.InvariantCulture) });
        }

        return samples;
    }
}
