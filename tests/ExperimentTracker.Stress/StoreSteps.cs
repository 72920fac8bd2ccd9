using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Stress;

/// <summary>Common steps of tests.</summary>
public static class StoreSteps
{
    private static CancellationToken None => CancellationToken.None;

    public static Project NewProject(this IExperimentStore store, string? name = null) =>
        store.Projects.Create([new ProjectDraft { Name = name ?? $"project {Guid.NewGuid():N}" }], None)[0];

    public static Experiment NewExperiment(this IExperimentStore store, string? name = null, Project? project = null) =>
        store.Experiments.Create(
            [new ExperimentDraft { Name = name ?? $"experiment {Guid.NewGuid():N}", ProjectId = (project ?? store.NewProject()).Id }], None)[0];

    /// <summary>A run in a new experiment.</summary>
    public static Run NewRun(this IExperimentStore store, bool start = true) => store.NewRun(store.NewExperiment(), start);

    public static Run NewRun(this IExperimentStore store, Experiment experiment, bool start = true, string place = "", Run? parent = null) =>
        store.NewRun(new RunDraft { ExperimentId = experiment.Id, Start = start, Namespace = place, ParentRunId = parent?.Id });

    public static Run NewRun(this IExperimentStore store, RunDraft draft) => store.Runs.Create([draft], None)[0];

    /// <summary>The current record of the run, also when it is removed.</summary>
    public static Run Again(this IExperimentStore store, Run run) =>
        store.Runs.Query(new RunQuery { Ids = [run.Id], Removed = RemovedFilter.All }, None).Single();

    public static Run Start(this IExperimentStore store, Run run) =>
        store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = RunStatus.Running }, None);

    public static Run Resume(this IExperimentStore store, Run run) =>
        store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = RunStatus.Running, Resuming = true }, None);

    public static Run End(this IExperimentStore store, Run run, RunStatus status = RunStatus.Succeeded) =>
        store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = status }, None);

    public static SeriesReceipt Log(this IExperimentStore store, Run run, string key, params double[] values) =>
        store.LogAt(run, key, [], values);

    public static SeriesReceipt LogAt(
        this IExperimentStore store, Run run, string key, long[] steps, double[] values, long[]? ticks = null, string? label = null) =>
        store.Metrics.Append(
            [new SeriesAppend { RunId = run.Id, Key = key, Label = label, Steps = steps, Values = values, Ticks = ticks ?? [UtcTicks.Now(store.Time)] }], None)[0];

    public static Metric Metric(this IExperimentStore store, Run run, string key, string? label = null) =>
        store.Metrics.List([run.Id], None).Single(m => m.Key == key && m.Label == label);

    /// <summary>All points of a series.</summary>
    public static MetricSeries Points(this IExperimentStore store, Run run, string key, string? label = null) =>
        store.Metrics.Read(store.Metric(run, key, label), 0, long.MaxValue, None);

    public static Artifact AddText(this IExperimentStore store, Run run, string key, string text, bool replace = false) =>
        ArtifactIntake.AddText(store, DraftOf(run, key) with { Replace = replace }, text, None);

    public static ArtifactDraft DraftOf(Run run, string key) => new() { OwnerType = RecordType.Run, OwnerId = run.Id, Key = key };

    public static ArtifactDraft DraftOf(Experiment experiment, string key) =>
        new() { OwnerType = RecordType.Experiment, OwnerId = experiment.Id, Key = key };

    /// <summary>Values by name, in the specified order.</summary>
    public static NamedValues Named(params (string Name, object? Value)[] entries) =>
        new(entries.Select(e => KeyValuePair.Create(e.Name, e.Value)));
}
