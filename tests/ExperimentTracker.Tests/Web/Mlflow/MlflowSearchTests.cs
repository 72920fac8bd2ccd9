using ExperimentTracker.Web.Mlflow.Filters;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Tests.Web.Mlflow;

/// <summary>Filters and orders in the grammar of MLflow's documentation, over runs whose values the test knows.</summary>
public sealed class MlflowSearchTests : IDisposable
{
    private readonly MlflowClient client = new(StoreUnderTest.InMemory());

    public void Dispose() => client.Dispose();

    // a: loss 0.1, acc 0.9, lr 0.1, adam, FINISHED; b: loss 0.5, lr 0.01, sgd, FAILED; c: loss NaN, adam, RUNNING; d: nothing, Adam as a tag of another name.
    [Theory]
    [InlineData("", "d c b a")]
    [InlineData("metrics.loss < 0.3", "a")]
    [InlineData("metrics.loss >= 0.1 and metrics.loss <= 5e-1", "b a")]
    [InlineData("metrics.loss != 0.1", "c b")]
    [InlineData("metric.`val/f1 score` = 0.75", "a")]
    [InlineData("metrics.\"val/f1 score\" > .5", "a")]
    [InlineData("params.lr = '0.1'", "a")]
    [InlineData("param.lr = \"0.01\"", "b")]
    [InlineData("parameters.lr != '0.1'", "b")]
    [InlineData("params.optimizer = 'adam'", "c a")]
    [InlineData("params.optimizer LIKE '%d%'", "c b a")]
    [InlineData("params.optimizer LIKE 'A%'", "")]
    [InlineData("params.optimizer ILIKE 'A_AM'", "c a")]
    [InlineData("params.lr IS NULL", "d c")]
    [InlineData("params.lr IS NOT NULL", "b a")]
    [InlineData("tags.team = 'red'", "a")]
    [InlineData("tag.`mlflow.runName` = 'b'", "b")]
    [InlineData("tags.mlflow.user = 'ann'", "d c b a")]
    [InlineData("attributes.status = 'FINISHED'", "a")]
    [InlineData("status = 'running'", "")]
    [InlineData("attribute.status != 'RUNNING'", "b a")]
    [InlineData("attributes.run_name ILIKE 'A%'", "a")]
    [InlineData("attributes.`Run name` = 'c'", "c")]
    [InlineData("user_id = 'ann' AND run_name IN ('a', 'd')", "d a")]
    [InlineData("attributes.start_time > 0", "d c b a")]
    [InlineData("attributes.end_time > 0", "b a")]
    [InlineData("run_id = 'A'", "a")]
    [InlineData("attributes.run_id IN ('A', 'B', 'x')", "b a")]
    [InlineData("attributes.run_id NOT IN ('A', 'B')", "d c")]
    [InlineData("params.note = 'it''s; DROP'", "b")]
    public async Task Runs_are_filtered(string filter, string expected)
    {
        (string experiment, Dictionary<string, string> ids) = await FourAsync();
        filter = filter.Replace("'A'", $"'{ids["a"]}'", StringComparison.Ordinal).Replace("'B'", $"'{ids["b"]}'", StringComparison.Ordinal);
        if (filter.Contains("ILIKE 'A'", StringComparison.Ordinal)) throw new InvalidOperationException();
        Assert.Equal(expected, string.Join(' ', await NamesAsync(new { experiment_ids = new[] { experiment }, filter })));
    }

    [Theory]
    [InlineData("metrics.loss", "a b")]
    [InlineData("metrics.loss DESC", "b a")]
    [InlineData("metrics.`loss` asc, nothing", null)]
    [InlineData("params.lr DESC", "a b")]
    [InlineData("attributes.start_time ASC", "a b c d")]
    [InlineData("start_time DESC", "d c b a")]
    [InlineData("attributes.run_name DESC", "d c b a")]
    [InlineData("params.optimizer|run_name", "a c b d")]
    [InlineData("tags.team|metrics.loss DESC", "a b")]
    public async Task Runs_are_ordered_with_missing_values_last_and_paged(string orders, string? expected)
    {
        (string experiment, _) = await FourAsync();
        object search = new { experiment_ids = new[] { experiment }, order_by = orders.Split('|') };
        if (expected is null)
        {
            await client.PostAsync("runs/search", search, 400);
            return;
        }

        string[] wanted = expected.Split(' ');
        Assert.Equal(wanted, (await NamesAsync(search)).Take(wanted.Length));
        var paged = new List<string>();
        string? token = null;
        do
        {
            var page = await client.PostAsync("runs/search", new { experiment_ids = new[] { experiment }, order_by = orders.Split('|'), max_results = 3, page_token = token });
            paged.AddRange(page.Items("runs").Select(run => run.At("info.run_name").GetString()!));
            token = page.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        Assert.Equal(await NamesAsync(search), paged);
        Assert.Equal(4, paged.Distinct().Count());
    }

    [Fact]
    public async Task Deleted_runs_are_found_only_when_they_are_asked_for()
    {
        (string experiment, Dictionary<string, string> ids) = await FourAsync();
        await client.PostAsync("runs/delete", new { run_id = ids["c"] });
        Assert.Equal(["d", "b", "a"], await NamesAsync(new { experiment_ids = new[] { experiment } }));
        Assert.Equal(["c"], await NamesAsync(new { experiment_ids = new[] { experiment }, run_view_type = "DELETED_ONLY" }));
        Assert.Equal(["d", "c", "b", "a"], await NamesAsync(new { experiment_ids = new[] { experiment }, run_view_type = 3 }));
        Assert.Empty(await NamesAsync(new { }));
    }

    [Theory]
    [InlineData("metrics.loss")]
    [InlineData("metrics.loss <")]
    [InlineData("metrics.loss < 'x'")]
    [InlineData("metrics.loss LIKE 'x'")]
    [InlineData("metrics.loss < 1 OR metrics.loss > 2")]
    [InlineData("metrics.loss < 1 metrics.loss > 2")]
    [InlineData("params.lr < '1'")]
    [InlineData("params.lr = 0.1")]
    [InlineData("params.lr IN ('1')")]
    [InlineData("tags.team = red")]
    [InlineData("attributes.nothing = 'x'")]
    [InlineData("attributes.start_time = 'now'")]
    [InlineData("datasets.color = 'red'")]
    [InlineData("run_id IN ()")]
    [InlineData("run_id IN ('a'")]
    [InlineData("things.x = '1'")]
    [InlineData("params.`lr = '1'")]
    [InlineData("params.lr = '1' AND")]
    [InlineData("params.lr == '1'")]
    [InlineData("; DROP TABLE runs")]
    [InlineData("(params.lr = '1')")]
    public void What_is_no_filter_is_refused(string filter) =>
        Assert.Equal("INVALID_PARAMETER_VALUE", Assert.Throws<MlflowProblem>(() => FilterParser.Parse(FilterGrammar.Runs, filter)).Code);

    [Fact]
    public void Any_text_is_a_filter_or_refused()
    {
        string[] pieces = ["metrics", "params", ".", "a", "`", "'", "\"", " ", "=", "<", "!", "IN", "(", ")", ",", "1", "e", "-", "AND", "NOT", "IS", "NULL", "\0", "é", "\ud83d", "%"];
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                FilterParser.Parse(FilterGrammar.Runs, text);
            }
            catch (MlflowProblem)
            {
                // Everything else is a fault.
            }
        }
    }

    [Theory]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "a%", true)]
    [InlineData("abc", "%c", true)]
    [InlineData("abc", "%b%", true)]
    [InlineData("abc", "_b_", true)]
    [InlineData("abc", "ab", false)]
    [InlineData("abc", "_", false)]
    [InlineData("a.c", "a_c", true)]
    [InlineData("", "%", true)]
    [InlineData("", "_", false)]
    [InlineData("aXbXc", "a%X%c", true)]
    [InlineData("a\nc", "a%c", true)]
    [InlineData("a+c", "a+c", true)]
    public void Patterns_of_LIKE(string text, string pattern, bool matches) => Assert.Equal(matches, LikePattern.Matches(text, pattern, ignoreCase: false));

    private async Task<string[]> NamesAsync(object search)
    {
        var reply = await client.PostAsync("runs/search", search);
        return reply.TryGetProperty("runs", out var runs) ? [.. runs.EnumerateArray().Select(run => run.At("info.run_name").GetString()!)] : [];
    }

    private async Task<(string Experiment, Dictionary<string, string> Ids)> FourAsync()
    {
        string experiment = await client.ExperimentAsync("four");
        var ids = new Dictionary<string, string>();
        foreach (string name in new[] { "a", "b", "c", "d" }) ids[name] = await client.RunAsync(experiment, name: name);
        await Log("a", [("loss", 0.1), ("val/f1 score", 0.75)], [("lr", "0.1"), ("optimizer", "adam")], [("team", "red")]);
        await Log("b", [("loss", 0.5)], [("lr", "0.01"), ("optimizer", "sgd"), ("note", "it's; DROP")], []);
        await Log("c", [("loss", "NaN")], [("optimizer", "adam")], []);
        await client.PostAsync("runs/update", new { run_id = ids["a"], status = "FINISHED" });
        await client.PostAsync("runs/update", new { run_id = ids["b"], status = "FAILED" });
        return (experiment, ids);

        Task Log(string run, (string Key, object Value)[] metrics, (string Key, string Value)[] parameters, (string Key, string Value)[] tags) => client.PostAsync("runs/log-batch", new
        {
            run_id = ids[run],
            metrics = metrics.Select(m => new { key = m.Key, value = m.Value, timestamp = 1, step = 0 }),
            @params = parameters.Select(p => new { key = p.Key, value = p.Value }),
            tags = tags.Select(t => new { key = t.Key, value = t.Value }),
        });
    }
}
