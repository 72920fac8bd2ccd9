using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Durability;

/// <summary>
/// Which transactions are flushed to disk when they are committed. A test reads <c>PRAGMA synchronous</c> of the writing connection, in the
/// transaction, just before the commit.
/// </summary>
public sealed class FlushedWriteTests : IDisposable
{
    private const long Normal = 1;
    private const long Full = 2;

    private static readonly CancellationToken None = Expect.None;

    private static readonly Dictionary<string, Action<FlushedWriteTests>> FlushedWrites = new()
    {
        ["a run is created"] = t => t.Store.NewRun(t.experiment, start: false),
        ["a run is started"] = t => t.Store.Start(t.pending),
        ["a run ends"] = t => t.Store.End(t.run),
        ["a run is resumed"] = t => t.Store.Resume(t.ended),
        ["a status is set along with a description"] = t => t.Store.Runs.Update(t.run.Id, new() { Status = RunStatus.Failed, Description = "d" }, None),
        ["a run is removed"] = t => t.Store.Runs.Remove([t.ended.Id], None),
        ["a run is restored"] = t => t.Store.Runs.Restore([t.ended.Id], None),
        ["a trial is removed"] = t => t.Store.Trials.Remove([t.trial.Id], None),
        ["a trial is restored"] = t => t.Store.Trials.Restore([t.trial.Id], None),
        ["an experiment is removed"] = t => t.Store.Experiments.Remove([t.empty.Id], None),
        ["an experiment is restored"] = t => t.Store.Experiments.Restore([t.empty.Id], None),
        ["a project is removed"] = t => t.Store.Projects.Remove([t.empty.ProjectId], None),
        ["a project is restored"] = t => t.Store.Projects.Restore([t.empty.ProjectId], None),
        ["an artifact is added"] = t => t.Store.AddText(t.run, "new", "content"),
        ["an artifact is removed"] = t => t.Store.Artifacts.Remove([t.artifact.Id], None),
        ["a dataset is removed"] = t => t.Store.Datasets.Remove([t.dataset.Id], None),
        ["an encoder is removed"] = t => t.Store.Datasets.RemoveEncoders(["one-hot"], None),
        ["a model is removed"] = t => t.Store.Models.Remove([t.model.Id], None),
        ["a model is restored"] = t => t.Store.Models.Restore([t.model.Id], None),
        ["a model version is registered"] = t => t.Store.Models.Register([new() { ModelId = t.model.Id }], None),
        ["a model version is promoted"] = t => t.Store.Models.UpdateVersion(t.version.Id, new() { Stage = ModelStage.Production }, None),
        ["a model version is removed"] = t => t.Store.Models.RemoveVersions([t.version.Id], None),
        ["a run without a process is ended"] = t => Assert.Equal(1, t.KillOrphan()),
        ["another store is merged"] = t => t.MergeAnother(),
    };

    private static readonly Dictionary<string, Action<FlushedWriteTests>> OtherWrites = new()
    {
        ["points are added"] = t => t.Store.Log(t.run, "loss", 1, 2, 3),
        ["many points are added"] = t => t.Store.Log(t.run, "loss", new double[5000]),
        ["a parameter is added"] = t => t.Store.Parameters.Add(t.run.Id, StoreSteps.Named(("lr", 0.1)), None),
        ["a tag is set"] = t => t.Store.Tags.Set(RecordType.Run, t.run.Id, StoreSteps.Named(("t", "v")), None),
        ["a description is set"] = t => t.Store.Runs.Update(t.run.Id, new() { Description = "d" }, None),
        ["a line is logged"] = t => t.Store.Logs.Add([new() { RunId = t.run.Id, Message = "m", Ticks = UtcTicks.Now(t.Store.Time) }], None),
        ["an epoch is added"] = t => t.Store.Evaluations.Add([new() { Type = RecordType.Epoch, RunId = t.run.Id, Loss = 1, Ticks = UtcTicks.Now(t.Store.Time) }], None),
        ["a heartbeat is recorded"] = t => Assert.True(t.Store.Runs.RecordHeartbeat(t.run.Id, None)),
        ["an input is added"] = t => t.Store.Inputs.Add(t.run.Id, RunInputKind.Dataset, t.dataset.Id, null, None),
        ["an experiment is created"] = t => t.Store.NewExperiment("another", t.project),
    };

    private readonly ListenedStore listened = new();
    private readonly Project project;
    private readonly Experiment experiment;
    private readonly Experiment empty;
    private readonly Trial trial;
    private readonly Run run;
    private readonly Run pending;
    private readonly Run ended;
    private readonly Artifact artifact;
    private readonly Dataset dataset;
    private readonly Model model;
    private readonly ModelVersion version;

    public FlushedWriteTests()
    {
        project = Store.NewProject();
        experiment = Store.NewExperiment("e", project);
        empty = Store.NewExperiment("empty");
        trial = Store.Trials.Create([new() { ExperimentId = experiment.Id, Name = "t" }], None)[0];
        run = Store.NewRun(new RunDraft { ExperimentId = experiment.Id, Start = true, Heartbeat = TimeSpan.FromSeconds(10) });
        pending = Store.NewRun(experiment, start: false);
        ended = Store.End(Store.NewRun(experiment));
        artifact = Store.AddText(run, "old", "content");
        dataset = Store.Datasets.Register(new() { Name = "d" }, None);
        Store.Datasets.RegisterEncoder("one-hot", null, None);
        model = Store.Models.Create([new() { Name = "m", ProjectId = project.Id }], None)[0];
        version = Store.Models.Register([new() { ModelId = model.Id }], None)[0];
    }

    public static TheoryData<string> Flushed => [.. FlushedWrites.Keys];

    public static TheoryData<string> Others => [.. OtherWrites.Keys];

    private IExperimentStore Store => listened.Store;

    public void Dispose() => listened.Dispose();

    [Theory]
    [MemberData(nameof(Flushed))]
    public void Is_flushed_to_disk_when(string what)
    {
        Store.Log(run, "before", 1);
        Assert.Equal([Full], SynchronousOf(() => FlushedWrites[what](this)));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Is_not_flushed_to_disk_when(string what)
    {
        Store.AddText(run, "before", "content");
        Assert.Equal([Normal], SynchronousOf(() => OtherWrites[what](this)));
    }

    [Fact]
    public void A_collection_is_flushed_after_the_mark_and_before_blobs_are_deleted()
    {
        Store.Artifacts.Remove([artifact.Id], None);
        long[] before = [];
        long[] all = SynchronousOf(() => Assert.Equal(1, Store.Maintenance.Collect(null, null, None).Blobs), FaultPoints.Discarding, commits => before = commits);
        Assert.Equal((Full, Full), (all[0], before[^1]));
        Assert.Contains(Normal, before);
    }

    private long[] SynchronousOf(Action write, string? point = null, Action<long[]>? atPoint = null)
    {
        var all = new List<long>();
        listened.Listener = faultPoint =>
        {
            if (faultPoint == FaultPoints.BeforeCommit) all.Add(listened.Writer.Number("PRAGMA synchronous")!.Value);
            if (faultPoint == point) atPoint!([.. all]);
        };
        write();
        listened.Listener = null;
        return [.. all];
    }

    private int KillOrphan()
    {
        listened.Writer.Execute("UPDATE runs SET owner_lock = @2 WHERE id = @1", run.Id, $"{Guid.NewGuid():N}.lock");
        return Store.Runs.KillOrphanedRuns(None);
    }

    private void MergeAnother()
    {
        using StoreUnderTest other = StoreUnderTest.InMemory();
        other.Store.AddText(other.Store.NewRun(), "k", "merged");
        using Transfer.ITransferSource source = other.Store.Transfer.AsSource(None);
        Store.Transfer.Merge(source, preview: false, null, None);
    }
}
