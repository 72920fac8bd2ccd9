using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Live;

/// <summary>What changed in a store between two looks.</summary>
/// <param name="Runs">The runs that are new or changed.</param>
/// <param name="Removed">The ids of runs that were removed.</param>
/// <param name="Experiments">Whether experiments changed, or the numbers of their runs.</param>
/// <param name="Models">Whether models changed.</param>
/// <param name="Others">Whether the store changed and nothing of this did, such as when a tag was removed or an artifact added.</param>
internal sealed record StoreChange(IReadOnlyList<Run> Runs, IReadOnlyList<string> Removed, bool Experiments, bool Models, bool Others)
{
    /// <summary>Whether no row changed.</summary>
    public bool IsEmpty => Runs.Count == 0 && Removed.Count == 0 && !Experiments && !Models;
}

/// <summary>
/// Finds out what changed in a store. Each look reads the running runs, those that ran at the last look, and the new ones. The other runs, whose changes
/// need a search through all of them, and models are looked at when these explain nothing, and now and then.
/// </summary>
internal sealed class StoreChanges
{
    private const int MostRunning = 500;
    private const int MostNew = 500;
    private const int MostChanged = 200;
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Seen> running = new(StringComparer.Ordinal);
    private DateTime newest;
    private DateTime updated;
    private DateTime tagged;
    private string experiments = "";
    private string models = "";
    private long nextSearch;
    private long earliestSearch;
    private bool isUnexplained;

    /// <summary>Whether the next look searches all runs, even if the store has not changed.</summary>
    public bool IsSearchDue => Environment.TickCount64 >= nextSearch;

    /// <summary>Looks at the state from which on changes are found.</summary>
    public void Begin(IExperimentStore store, CancellationToken cancellation)
    {
        running.Clear();
        newest = store.Runs.Query(new() { First = 1, Parts = RunParts.None }, cancellation).FirstOrDefault()?.CreatedAtUtc ?? DateTime.MinValue;
        updated = LastUpdated(store, 1, cancellation).FirstOrDefault()?.UpdatedAtUtc ?? DateTime.MinValue;
        tagged = store.Tags.ChangedAfter(RecordType.Run, DateTime.MaxValue, 1, cancellation).Newest;
        foreach (Run run in Running(store, cancellation)) running[run.Id] = Seen.Of(run);
        (experiments, models) = (ExperimentsOf(store, cancellation), ModelsOf(store, cancellation));
        nextSearch = Environment.TickCount64 + (long)BetweenSearches.TotalMilliseconds;
    }

    /// <summary>Returns what changed since the last look.</summary>
    /// <param name="store">The store.</param>
    /// <param name="known">The ids of records that are known to have changed.</param>
    /// <param name="isChanged">Whether the store has changed since the last look.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public StoreChange Look(IExperimentStore store, IReadOnlyList<string> known, bool isChanged, CancellationToken cancellation)
    {
        var changed = new Dictionary<string, Run>(StringComparer.Ordinal);
        var removed = new HashSet<string>(StringComparer.Ordinal);
        List<Run> now = [.. Running(store, cancellation)];
        foreach (Run run in now) if (!running.TryGetValue(run.Id, out Seen? before) || before != Seen.Of(run)) changed[run.Id] = run;
        string[] ended = [.. running.Keys.Except(now.Select(run => run.Id))];
        Add(RunListRequest.Read(store, ended, RunParts.All, cancellation));
        removed.UnionWith(ended.Where(id => !changed.ContainsKey(id)));
        running.Clear();
        foreach (Run run in now) running[run.Id] = Seen.Of(run);

        List<Run> created = [.. store.Runs.Query(new() { First = MostNew }, cancellation).TakeWhile(run => run.CreatedAtUtc > newest)];
        Add(created);
        if (created.Count > 0) newest = created[0].CreatedAtUtc;
        Add(RunListRequest.Read(store, known, RunParts.All, cancellation));

        // A change that the runs so far do not explain is one of another run, or of something that a row does not show.
        bool search = known.Count > 0 || IsSearchDue || (changed.Count == 0 && Environment.TickCount64 >= earliestSearch);
        if (search) Add(Search(store, cancellation));
        string experimentsNow = ExperimentsOf(store, cancellation), modelsNow = search ? ModelsOf(store, cancellation) : models;
        bool areExperiments = experimentsNow != experiments, areModels = modelsNow != models;
        (experiments, models) = (experimentsNow, modelsNow);
        var change = new StoreChange([.. changed.Values], [.. removed], areExperiments, areModels, Others: false);
        isUnexplained = (isUnexplained || isChanged) && change.IsEmpty;
        if (!search || !isUnexplained) return change;
        isUnexplained = false;
        return change with { Others = true };

        void Add(IEnumerable<Run> runs)
        {
            foreach (Run run in runs)
            {
                if (run.RemovedAt is null) changed[run.Id] = run;
                else removed.Add(run.Id);
            }
        }
    }

    private List<Run> Search(IExperimentStore store, CancellationToken cancellation)
    {
        long start = Environment.TickCount64;
        Run[] changed = [.. LastUpdated(store, MostChanged, cancellation).TakeWhile(run => run.UpdatedAtUtc > updated)];
        if (changed.Length > 0) updated = changed[0].UpdatedAtUtc;
        (tagged, IReadOnlyList<string> withTags) = store.Tags.ChangedAfter(RecordType.Run, tagged, MostChanged, cancellation);
        IReadOnlyList<Run> found = RunListRequest.Read(store, [.. changed.Select(run => run.Id).Union(withTags)], RunParts.All, cancellation);

        // At most a fiftieth of the time, however large the store is.
        earliestSearch = Environment.TickCount64 + (50 * (Environment.TickCount64 - start));
        nextSearch = Math.Max(earliestSearch, Environment.TickCount64 + (long)BetweenSearches.TotalMilliseconds);
        return [.. found.Where(run => run.Status != RunStatus.Running)];
    }

    private static IEnumerable<Run> LastUpdated(IExperimentStore store, int first, CancellationToken cancellation) => store.Runs.Query(
        new() { Order = new RunOrder(new RunProperty(nameof(Run.UpdatedAt)), Descending: true), First = first, Parts = RunParts.None, Removed = RemovedFilter.All }, cancellation);

    private static IEnumerable<Run> Running(IExperimentStore store, CancellationToken cancellation) =>
        store.Runs.Query(new() { Statuses = [RunStatus.Running], First = MostRunning }, cancellation);

    private static string ExperimentsOf(IExperimentStore store, CancellationToken cancellation) => string.Join('\n', store.Runs.Totals(cancellation));

    private static string ModelsOf(IExperimentStore store, CancellationToken cancellation) =>
        string.Join('\n', store.Models.Query(new CatalogQuery(), cancellation).Select(m => $"{m.Id} {m.UpdatedAtUtc.Ticks} {m.VersionCount} {m.ProductionVersion}"));

    // What a running run's row shows, except its duration, which the page counts itself.
    private sealed record Seen(DateTime UpdatedAt, double? Progress, string? ProgressText, string? Description, long Points, int Metrics, int Tags, int Parameters)
    {
        public static Seen Of(Run run)
        {
            long points = 0;
            int metrics = 0;
            foreach ((_, object? value) in run.MetricStatistics.Pairs)
            {
                points += ((Metric)value!).Count;
                metrics++;
            }

            return new(run.UpdatedAtUtc, run.Progress, run.ProgressText, run.Description, points, metrics, run.Tags.Pairs.Aggregate(0, (hash, tag) => HashCode.Combine(hash, tag.Key, tag.Value)), run.Parameters.Count);
        }
    }
}
