using System.Text;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Stress;

/// <summary>Reads all that there is to read in a store, and writes a little: what a user could ask it for.</summary>
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

    /// <summary>Reads; each kind of reading for itself, so that one that is refused does not keep the others from being tried.</summary>
    /// <returns>The errors that a user would see.</returns>
    /// <exception cref="TrialException">An error that is not one of the domain.</exception>
    public static IReadOnlyList<TrackerException> ReadAll(IExperimentStore store)
    {
        var refusals = new List<TrackerException>();
        foreach (Action<IExperimentStore> reading in Readings) Try(() => reading(store), refusals);
        return refusals;
    }

    /// <summary>The records as JSON, without the head: a quick way to see that nothing changed. What merging keeps, <see cref="StoreRecords"/> tells.</summary>
    public static string Export(IExperimentStore store)
    {
        using ITransferSource source = store.Transfer.AsSource(None);
        using var buffer = new MemoryStream();
        ExportWriter.WriteJson(source, buffer, null, None);
        string json = Encoding.UTF8.GetString(buffer.ToArray());
        return json[json.IndexOf("\"Encoders\"", StringComparison.Ordinal)..];
    }

    /// <summary>Writes to what is there and something new.</summary>
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
            throw new TrialException($"An error that nobody can be shown: {e}");
        }
    }
}
