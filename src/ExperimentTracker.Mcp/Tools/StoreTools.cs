using System.ComponentModel;
using ExperimentTracker.Comparison;
using ExperimentTracker.Contracts.Assistants;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ModelContextProtocol.Server;

namespace ExperimentTracker.Mcp.Tools;

/// <summary>The tools: each reads, and returns JSON. Their descriptions are what an assistant knows about them.</summary>
internal sealed class StoreTools(AssistantSource source)
{
    private const int MostRuns = 200;
    private const int MostCompared = 20;
    private const int MostPoints = 1000;
    private const int MostLines = 1000;
    private const int MostForImportance = 2000;
    private const string RunText = "The run: an id, the first or last characters of an id, a name, or a path such as iris/012.";
    private const string FilterText =
        "A PowerShell expression on a run, $_, as of Get-Run -Filter. Properties: Status, Name, CreatedAt, Duration, Tags.team, Parameters.lr, Metrics.'val/loss' (last value), "
        + "MetricStatistics.loss.Min. Operators: -eq -ne -gt -ge -lt -le -like -match -in, -and -or -not. Example: $_.Metrics.loss -lt 0.5 -and $_.Parameters.optimizer -eq 'adam'";

    [McpServerTool(Name = "list_projects", ReadOnly = true, OpenWorld = false), Description("Lists the projects of the experiment store.")]
    public string ListProjects(CancellationToken cancellation) => ToolJson.Write(
        Store(cancellation).Projects.Query(new CatalogQuery(), cancellation).Select(p => new { p.Id, p.Name, p.Description, created = ToolJson.Time(p.CreatedAt) }));

    [McpServerTool(Name = "list_experiments", ReadOnly = true, OpenWorld = false), Description("Lists the experiments with the numbers of their runs by status, those with the newest runs first.")]
    public string ListExperiments(CancellationToken cancellation)
    {
        IExperimentStore store = Store(cancellation);
        ILookup<string, RunTotal> totals = store.Runs.Totals(cancellation).ToLookup(t => t.ExperimentId);
        return ToolJson.Write(store.Experiments.Query(new CatalogQuery(), cancellation).OrderByDescending(e => e.LastRunAtUtc ?? e.CreatedAtUtc).Select(e => new
        {
            e.Id, e.Name, e.Project, e.Description, runs = totals[e.Id].ToDictionary(t => t.Status.ToString(), t => t.Runs), lastRun = ToolJson.Time(e.LastRunAtUtc),
        }));
    }

    [McpServerTool(Name = "list_models", ReadOnly = true, OpenWorld = false), Description("Lists the registered models with their versions, stages and aliases.")]
    public string ListModels(CancellationToken cancellation)
    {
        IExperimentStore store = Store(cancellation);
        return ToolJson.Write(store.Models.Query(new CatalogQuery(), cancellation).Select(m => new
        {
            m.Name, m.Project, m.Description,
            versions = store.Models.Versions(new ModelVersionQuery { ModelIds = [m.Id] }, cancellation).Select(v => new { v.Version, stage = v.Stage.ToString(), v.Aliases, run = v.RunId, v.Description }),
        }));
    }

    [McpServerTool(Name = "search_runs", ReadOnly = true, OpenWorld = false), Description("Searches runs. Returns their parameters, the last values of their metrics and their tags.")]
    public string SearchRuns(
        [Description("The name or id of an experiment.")] string? experiment = null,
        [Description(FilterText)] string? filter = null,
        [Description("Pending, Running, Succeeded, Failed, Cancelled or Killed.")] string? status = null,
        [Description("A property to sort by, such as Metrics.loss, MetricStatistics.loss.Min, Duration or CreatedAt; runs without it are left out. Newest first without it.")] string? orderBy = null,
        [Description("Whether the highest value comes first.")] bool descending = false,
        [Description("The largest number of runs to return, at most 200.")] int limit = 20,
        CancellationToken cancellation = default)
    {
        IExperimentStore store = Store(cancellation);
        int most = Math.Clamp(limit, 1, MostRuns);
        (IReadOnlyList<Run> runs, string? leftOut) = RunSearch.Find(source, store, new(experiment, status, filter, orderBy, descending, most + 1), cancellation);
        return ToolJson.Write(new { runs = runs.Take(most).Select(RunFacts.Short), more = runs.Count > most, leftOut });
    }

    [McpServerTool(Name = "get_run", ReadOnly = true, OpenWorld = false), Description("Returns everything about a run except points and logs: parameters, statistics of metrics, tags, origin, error, artifacts, inputs, children.")]
    public string GetRun([Description(RunText)] string run, CancellationToken cancellation)
    {
        IExperimentStore store = Store(cancellation);
        return ToolJson.Write(RunFacts.Full(store, Identities.FindRun(store, run, RemovedFilter.Live, cancellation), cancellation));
    }

    [McpServerTool(Name = "compare_runs", ReadOnly = true, OpenWorld = false), Description("Compares runs side by side: the parameters, metrics, tags, code and inputs that differ, and which run is best by each metric that has a goal.")]
    public string CompareRuns([Description("Two to twenty runs: ids, names or paths.")] string[] runs, [Description("Whether to return also what is the same in all.")] bool all = false, CancellationToken cancellation = default)
    {
        IExperimentStore store = Store(cancellation);
        Run[] found = [.. runs.Take(MostCompared).Select(text => Identities.FindRun(store, text, RemovedFilter.Live, cancellation)).DistinctBy(r => r.Id)];
        RunComparison comparison = RunComparison.Of(found, store.Inputs.List([.. found.Select(r => r.Id)], cancellation));
        return ToolJson.Write(new
        {
            columns = comparison.Columns,
            rows = comparison.Rows.Where(r => all || r.IsDifferent).Select(r => new { category = r.Category.ToString(), r.Name, r.Unit, goal = r.Goal?.ToString(), values = r.Cells.Select(c => ToolJson.Value(c.Value)), r.Best }),
        });
    }

    [McpServerTool(Name = "get_series", ReadOnly = true, OpenWorld = false), Description("Returns the points of a metric of a run, thinned so that the shape of the curve and its extremes remain, with the statistics of all points.")]
    public string GetSeries(
        [Description(RunText)] string run, [Description("The name of the metric, with a label in brackets if it has one: accuracy[setosa].")] string metric,
        [Description("The largest number of points, at most 1000.")] int points = 100, [Description("The lowest step.")] long fromStep = 0, CancellationToken cancellation = default)
    {
        IExperimentStore store = Store(cancellation);
        Run found = Identities.FindRun(store, run, RemovedFilter.Live, cancellation);
        IReadOnlyList<Metric> series = store.Metrics.List([found.Id], cancellation);
        Metric one = series.FirstOrDefault(m => m.Name == metric) ?? series.FirstOrDefault(m => m.Name.Equals(metric, StringComparison.OrdinalIgnoreCase))
            ?? throw new TrackerException("MetricNotFound", TrackerErrorKind.NotFound, metric, $"The run {found.Path} has no metric '{metric}'. It has: {string.Join(", ", series.Select(m => m.Name))}.");
        MetricSeries read = store.Metrics.ReadThinned(one, fromStep, long.MaxValue, Math.Clamp(points, 4, MostPoints), cancellation);
        return ToolJson.Write(new { run = found.Path, metric = one.Name, one.Unit, goal = one.Goal?.ToString(), one.Count, one.Min, one.MinStep, one.Max, one.MaxStep, one.Mean, one.Last, steps = read.Steps, values = read.Values });
    }

    [McpServerTool(Name = "get_log", ReadOnly = true, OpenWorld = false), Description("Returns the last lines of the log of a run, oldest first.")]
    public string GetLog(
        [Description(RunText)] string run, [Description("The number of lines, at most 1000.")] int last = 50, [Description("Only lines that contain this text, ignoring case.")] string? contains = null,
        CancellationToken cancellation = default)
    {
        IExperimentStore store = Store(cancellation);
        Run found = Identities.FindRun(store, run, RemovedFilter.Live, cancellation);
        IEnumerable<RunLog> lines = store.Logs.Query(new RunLogQuery { RunId = found.Id, NewestFirst = true }, cancellation)
            .Where(l => string.IsNullOrEmpty(contains) || l.ToString().Contains(contains, StringComparison.OrdinalIgnoreCase)).Take(Math.Clamp(last, 1, MostLines));
        return ToolJson.Write(new { run = found.Path, lines = lines.Reverse().Select(l => new { time = ToolJson.Time(l.LoggedAt), l.Stream, text = l.ToString() }) });
    }

    [McpServerTool(Name = "parameter_importance", ReadOnly = true, OpenWorld = false), Description("Says which parameters a metric depends on, over the runs of a search: permutation importance of a random forest (shares of 1), and Spearman's rank correlation.")]
    public string Importance(
        [Description("The name of the metric.")] string metric, [Description("The name or id of an experiment.")] string? experiment = null, [Description(FilterText)] string? filter = null,
        CancellationToken cancellation = default)
    {
        IExperimentStore store = Store(cancellation);
        (IReadOnlyList<Run> found, string? leftOut) = RunSearch.Find(source, store, new(experiment, null, filter, null, false, MostForImportance), cancellation);
        Run[] runs = [.. found.Where(r => r.Metrics[metric] is double value && double.IsFinite(value))];
        return ToolJson.Write(new
        {
            metric,
            runs = runs.Length,
            parameters = ParameterImportance.Of(runs, metric).Select(p => new { p.Name, importance = Math.Round(p.Importance, 4), correlation = p.Correlation is { } rank ? Math.Round(rank, 4) : (double?)null }),
            note = runs.Length < ParameterImportance.FewestRuns ? $"At least {ParameterImportance.FewestRuns} runs with this metric are needed." : null,
            leftOut,
        });
    }

    private IExperimentStore Store(CancellationToken cancellation) => source.Store(cancellation);
}
