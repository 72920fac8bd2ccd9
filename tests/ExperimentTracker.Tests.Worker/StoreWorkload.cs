using System.Globalization;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Worker;

/// <summary>
/// Uses all parts of a store, round after round, until the process is killed. It reports each acknowledged write. It also reports each removal before
/// it starts: such a run may exist or not if the process is killed in between.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="seed">The seed of the sizes and contents.</param>
/// <param name="acknowledge">Is called with each acknowledged write.</param>
public sealed class StoreWorkload(IExperimentStore store, int seed, Action<string> acknowledge)
{
    /// <summary>The end of each line. A line without it is incomplete.</summary>
    public const string End = "\tend";

    // Contents are copied in pieces; this one takes three.
    private const int LargeContent = (4 << 20) + 12_345;

    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Random random = new(seed);

    public void Run(int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            Run run = Start(round);
            Log(run);
            Describe(run, round);
            AddContents(run, round);
            if (round % 4 != 3) Complete(run);
            Merge(round);
            Remove(round);
            if (round % 2 == 0) Copy(round);
        }
    }

    private Run Start(int round)
    {
        Run run = RunFactory.Create(store, new RunRequest
        {
            Experiment = $"experiment {seed % 3}",
            Start = true,
            Parameters = new([KeyValuePair.Create("seed", (object?)(long)seed), KeyValuePair.Create("round", (object?)(long)round)]),
            Origin = RunOrigins.Capture("/"),
        });
        acknowledge($"run\t{run.Id}");
        return run;
    }

    private void Log(Run run)
    {
        WriteLoop.Log(store, run.Id, random.Next(4, 25), total => acknowledge(string.Create(CultureInfo.InvariantCulture, $"points\t{run.Id}\t{total}")));
    }

    private void Describe(Run run, int round)
    {
        string value = $"{seed} {round}";
        store.Parameters.Add(run.Id, new([KeyValuePair.Create("late", (object?)value)]), None);
        acknowledge($"parameter\t{run.Id}\tlate\t{value}");
        store.Tags.Set(RecordType.Run, run.Id, new([KeyValuePair.Create("mark", (object?)value)]), None);
        acknowledge($"tag\t{run.Id}\tmark\t{value}");
    }

    private void AddContents(Run run, int round)
    {
        byte[] bytes = new byte[LargeContent];
        random.NextBytes(bytes);
        Acknowledge(run, ArtifactIntake.AddText(store, DraftOf(run, "note"), $"a note of {seed} in round {round}", None));
        Acknowledge(run, ArtifactIntake.AddBytes(store, DraftOf(run, "large"), bytes, None));
        Acknowledge(run, ArtifactIntake.AddText(store, DraftOf(run, "same"), "what every process adds", None));
    }

    private void Complete(Run run)
    {
        store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = RunStatus.Succeeded }, None);
        acknowledge($"ended\t{run.Id}");
    }

    private void Merge(int round)
    {
        using IExperimentStore other = new SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);
        Run run = RunFactory.Create(other, new RunRequest { Experiment = "merged", Start = true });
        Artifact note = ArtifactIntake.AddText(other, DraftOf(run, "merged"), $"from another store, {seed} {round}", None);
        WriteLoop.Log(other, run.Id, 4, _ => { });
        other.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = RunStatus.Succeeded }, None);
        using ITransferSource source = other.Transfer.AsSource(None);
        store.Transfer.Merge(source, preview: false, null, None);
        acknowledge($"run\t{run.Id}");
        acknowledge($"ended\t{run.Id}");
        Acknowledge(run, note);
    }

    private void Remove(int round)
    {
        Run removed = RunFactory.Create(store, new RunRequest { Experiment = "removed" });
        ArtifactIntake.AddText(store, DraftOf(removed, "removed"), $"to be removed, {seed} {round}", None);
        acknowledge($"removing\t{removed.Id}");
        store.Runs.Remove([removed.Id], None);
        store.Maintenance.Collect(null, null, None);
        acknowledge($"collected\t{removed.Id}");
    }

    private void Copy(int round)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"{store.Path} copies/{seed} {round}");
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        store.Maintenance.Backup(folder, replace: false, null, None);
        acknowledge($"copied\t{folder}");
    }

    private void Acknowledge(Run run, Artifact artifact) => acknowledge($"artifact\t{run.Id}\t{artifact.Key}\t{artifact.Digest}");

    private static ArtifactDraft DraftOf(Run run, string key) => new() { OwnerType = RecordType.Run, OwnerId = run.Id, Key = key };
}
