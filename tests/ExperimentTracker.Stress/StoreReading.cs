using System.Text;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Stress;

/// <summary>Reads everything in a store, and writes a little, as a user could.</summary>
public static class StoreReading
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly Action<IExperimentStore>[] Readings =
    [
        store => store.Describe(None),
        store => store.Projects.Query(new() { Removed = RemovedFilter.All }, None),
        store => store.Experiments.Query(new() { Removed = RemovedFilter.All }, None),
        store => store.Trials.Query(new() { Removed = RemovedFilter.All }, None),
        store => store.Datasets.Query(new(), None),
        store => store.Datasets.Encoders(null, None),
        store => ReadRuns(store),
        store => ReadArtifacts(store),
        store => store.Models.Query(new() { Removed = RemovedFilter.All }, None),
        store => store.Models.Versions(new(), None),
        store => Export(store),
        store => store.Queries.Run("SELECT * FROM metric_points", NamedValues.Empty, None).Count(),
        store => store.Maintenance.Check(quick: false, null, None).Count(),
        store => store.Maintenance.EstimateCollection(null, None),
    ];

    /// <summary>Reads everything. An error in one kind of reading does not prevent the others.</summary>
    /// <returns>The errors that a user would see.</returns>
    /// <exception cref="TrialException">An exception that is not a <see cref="TrackerException"/>.</exception>
    public static IReadOnlyList<TrackerException> ReadAll(IExperimentStore store)
    {
        var refusals = new List<TrackerException>();
        foreach (Action<IExperimentStore> reading in Readings) Try(() => reading(store), refusals);
        return refusals;
    }

    /// <summary>The records as JSON without the header: a quick way to detect changes. For a complete comparison, use <see cref="StoreRecords"/>.</summary>
    public static string Export(IExperimentStore store)
    {
        using ITransferSource source = store.Transfer.AsSource(None);
        using var buffer = new MemoryStream();
        ExportWriter.WriteJson(source, buffer, null, None);
        string json = Encoding.UTF8.GetString(buffer.ToArray());
        return json[json.IndexOf("\"Encoders\"", StringComparison.Ordinal)..];
    }

    /// <summary>Changes existing records and creates new ones.</summary>
    public static IReadOnlyList<TrackerException> WriteSome(IExperimentStore store)
    {
        var refusals = new List<TrackerException>();
        Try(() => store.Runs.Query(new() { First = 1 }, None).ToList().ForEach(run => store.End(store.Resume(run))), refusals);
        Try(() => store.Log(RunFactory.Create(store, new RunRequest { Experiment = "iris", Start = true }), "loss", 1, 2, 3), refusals);
        Try(() => store.Runs.Query(new() { First = 1 }, None).ToList().ForEach(run => store.Tags.Set(RecordType.Run, run.Id, StoreSteps.Named(("x", "y")), None)), refusals);
        Try(() => store.Maintenance.Collect(null, null, None), refusals);
        return refusals;
    }

    private static void ReadRuns(IExperimentStore store)
    {
        foreach (Run run in store.Runs.Query(new() { Removed = RemovedFilter.All }, None))
        {
            foreach (Metric metric in store.Metrics.List([run.Id], None)) _ = store.Metrics.Read(metric, 0, long.MaxValue, None).Timestamps;
            store.Runs.History([run.Id], None);
            store.Parameters.List([run.Id], None);
            store.Evaluations.Query(new() { Type = RecordType.Epoch, RunIds = [run.Id] }, None);
            store.Evaluations.Query(new() { Type = RecordType.Result, RunIds = [run.Id] }, None);
            store.Logs.List(run.Id, null, null, None);
            store.Inputs.List([run.Id], None);
            _ = $"{run} {run.Duration} {run.ShortId} {run.Parameters} {run.Metrics} {run.Tags}";
        }
    }

    private static void ReadArtifacts(IExperimentStore store)
    {
        foreach (Artifact artifact in store.Artifacts.Query(new(), None))
        {
            ArtifactReader.Check(store, artifact, null, None);
            store.Artifacts.Files(artifact.Id, None);
        }
    }

    private static void Try(Action act, List<TrackerException> refusals)
    {
        try
        {
            act();
        }
        catch (TrackerException e)
        {
            refusals.Add(e);
        }
        catch (Exception e)
        {
            throw new TrialException($"This is not a TrackerException: {e}");
        }
    }
}
