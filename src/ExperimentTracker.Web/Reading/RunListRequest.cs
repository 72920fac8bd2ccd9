using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Reading;

/// <summary>Which runs a table shows, and in which order.</summary>
internal sealed class RunListRequest : IDisposable
{
    // A filter is evaluated on several runs at a time.
    private const int FirstBatch = 64;
    private const int LargestBatch = 1024;

    private readonly IExperimentStore store;
    private readonly RunQuery query;
    private readonly ParsedRunFilter? filter;
    private readonly RunSearch? search;

    private RunListRequest(IExperimentStore store, RunQuery query, ParsedRunFilter? filter, RunSearch? search, string key) =>
        (this.store, this.query, this.filter, this.search, Key) = (store, query, filter, search, key);

    /// <summary>Identifies the runs and their order.</summary>
    public string Key { get; }

    /// <summary>Reads the parameters of a query.</summary>
    /// <exception cref="HttpProblem">A parameter is not valid.</exception>
    /// <exception cref="RunFilterException">The filter is not valid.</exception>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c> or <c>ProjectNotFound</c>.</exception>
    public static RunListRequest Parse(HttpRequest request, IExperimentStore store, IRunFilterLanguage? language, CancellationToken cancellation)
    {
        IReadOnlyList<string> ids = request.List("ids"), experiments = request.List("experiment"), statuses = request.List("status");
        string? project = request.Parameter("project"), filter = request.Parameter("filter"), search = request.Parameter("search"), order = request.Parameter("order");
        bool descending = request.Flag("descending") || order is null, removed = request.Flag("removed");
        var query = new RunQuery
        {
            Ids = ids.Count == 0 ? null : [.. ids],
            ExperimentIds = experiments.Count == 0 ? null : [.. experiments.Select(text => ExperimentOf(store, text, removed, cancellation))],
            ProjectId = project is null ? null : Identities.FindProject(store, project, RemovedFilter.All, cancellation).Id,
            ParentRunId = request.Parameter("parent"),
            Statuses = statuses.Count == 0 ? null : [.. statuses.Select(Status)],
            Removed = removed ? RemovedFilter.Removed : RemovedFilter.Live,
            Order = RunOrders.Parse(order, descending, name => store.Metrics.Goals(name, cancellation)),
        };
        string key = string.Join('\n', string.Join(',', ids), string.Join(',', experiments), project, query.ParentRunId, string.Join(',', statuses), filter, search, order, descending, removed);
        return new(store, query, filter is null ? null : (language ?? throw HttpProblem.Bad("This server has no filters.")).Parse(filter), RunSearch.Parse(search), key);
    }

    /// <summary>The runs, of those that were returned or passed, for which the filter failed.</summary>
    public RunFilterFailures? Failures => filter?.Failures;

    /// <summary>Returns the ids of all runs, in order.</summary>
    public RunList List(CancellationToken cancellation)
    {
        string[] ids = [.. Matching(RunParts.None, null, cancellation).Select(run => run.Id)];
        return new(ids, Failures);
    }

    /// <summary>Returns all runs with their records, in order.</summary>
    public IEnumerable<Run> All(RunParts parts, CancellationToken cancellation) => Matching(parts, null, cancellation);

    /// <summary>Returns the first runs.</summary>
    public IReadOnlyList<Run> First(int count, RunParts parts, CancellationToken cancellation) => [.. Matching(parts, count, cancellation).Take(count)];

    /// <summary>Returns runs by their ids, in the same order. A run that does not exist any more is left out.</summary>
    public static IReadOnlyList<Run> Read(IExperimentStore store, IReadOnlyList<string> ids, RunParts parts, CancellationToken cancellation)
    {
        if (ids.Count == 0) return [];
        var read = store.Runs.Query(new() { Ids = [.. ids], Removed = RemovedFilter.All, Parts = parts }, cancellation).ToDictionary(run => run.Id);
        return [.. ids.Where(read.ContainsKey).Select(id => read[id])];
    }

    /// <inheritdoc/>
    public void Dispose() => filter?.Dispose();

    private IEnumerable<Run> Matching(RunParts parts, int? first, CancellationToken cancellation)
    {
        RunParts needed = filter is not null ? RunParts.All : search is not null ? parts | RunSearch.Parts : parts;
        RunQuery narrowed = query with { Parts = needed, Filter = filter?.Condition, First = filter is null && search is null ? first : null };
        IEnumerable<Run> runs = store.Runs.Query(narrowed, cancellation);
        if (search is not null) runs = runs.Where(search.Matches);
        return filter is null ? runs : Batches(runs).SelectMany(filter.Select);
    }

    private static IEnumerable<IReadOnlyList<Run>> Batches(IEnumerable<Run> runs)
    {
        var batch = new List<Run>(FirstBatch);
        int size = FirstBatch;
        foreach (Run run in runs)
        {
            batch.Add(run);
            if (batch.Count < size) continue;
            yield return batch;
            batch = new List<Run>(size = Math.Min(size * 4, LargestBatch));
        }

        yield return batch;
    }

    private static string ExperimentOf(IExperimentStore store, string text, bool removed, CancellationToken cancellation) =>
        Identities.FindExperimentLabel(store, text, null, removed ? RemovedFilter.All : RemovedFilter.Live, cancellation)?.Id ?? throw CatalogErrors.NotFound(RecordType.Experiment, text);

    private static RunStatus Status(string text) =>
        RunStatusRules.TryParse(text, out RunStatus status) ? status : throw HttpProblem.Bad($"'{text}' is not a status. Use {string.Join(", ", Enum.GetNames<RunStatus>())}.");
}
