using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Worker;

/// <summary>One of many concurrent writers of a store. It writes its own runs from start to end, and a series that all writers share.</summary>
/// <param name="store">The store.</param>
/// <param name="number">The number of this writer.</param>
/// <param name="sharedRun">The run of the shared series.</param>
/// <param name="faultPoints">The fault points of the store, which include its checkpoints.</param>
public sealed class ConcurrentWriter(IExperimentStore store, int number, string sharedRun, FaultPointRelay faultPoints)
{
    public const string Experiment = "concurrent";
    public const string SharedKey = "shared";
    public const string CommonContent = "what every writer adds";

    private const int Batches = 8;
    private const double Share = 1e6;
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly WriterTally tally = new() { Writer = number };

    /// <summary>The n-th value that a writer adds to the shared series.</summary>
    public static double SharedValue(int writer, long n) => (writer * Share) + n;

    /// <summary>The writer of a value of the shared series, and the position of the value among those of this writer.</summary>
    public static (int Writer, long N) OriginOf(double value) => ((int)(value / Share), (long)(value % Share));

    /// <summary>Writes a run to an in-memory store, so that a later measurement includes no compilation.</summary>
    public static void WarmUp()
    {
        using IExperimentStore store = new SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);
        string shared = RunFactory.Create(store, new RunRequest { Experiment = "shared", Start = true }).Id;
        new ConcurrentWriter(store, 0, shared, new FaultPointRelay()).WriteRun(4);
    }

    public WriterTally Write(TimeSpan duration)
    {
        long checkpointStarted = 0;
        faultPoints.Listener = faultPoint =>
        {
            if (faultPoint == FaultPoints.CheckpointStarting) checkpointStarted = Stopwatch.GetTimestamp();
            if (faultPoint != FaultPoints.CheckpointDone) return;
            tally.Checkpoints++;
            tally.LongestCheckpoint = Math.Max(tally.LongestCheckpoint, Stopwatch.GetElapsedTime(checkpointStarted).TotalMilliseconds);
        };
        long started = Stopwatch.GetTimestamp();
        for (int round = 0; Stopwatch.GetElapsedTime(started) < duration; round++) WriteRun(round);
        return tally;
    }

    private void WriteRun(int round)
    {
        Run run = Timed(() => RunFactory.Create(store, new RunRequest
        {
            Experiment = Experiment,
            Namespace = string.Create(CultureInfo.InvariantCulture, $"writer/{number}"),
            Start = true,
            Parameters = new([KeyValuePair.Create("writer", (object?)(long)number), KeyValuePair.Create("round", (object?)(long)round)]),
            Tags = new([KeyValuePair.Create("concurrent", (object?)null)]),
        }));
        long points = WritePoints(run);
        Timed(() => store.Parameters.Add(run.Id, new([KeyValuePair.Create("late", (object?)0.5)]), None));
        Timed(() => store.Tags.Set(RecordType.Run, run.Id, new([KeyValuePair.Create("round", (object?)round.ToString(CultureInfo.InvariantCulture))]), None));
        AddText(run, "common", CommonContent);
        AddText(run, "own", $"of writer {number} in round {round}");
        Timed(() => store.Runs.ChangeStatus(new RunStatusRequest { RunId = run.Id, To = RunStatus.Succeeded }, None));
        if (round % 5 == 4)
        {
            Timed(() => store.Runs.Remove([run.Id], None));
            tally.RemovedRuns++;
            return;
        }

        (tally.Runs, tally.Points, tally.Artifacts) = (tally.Runs + 1, tally.Points + points, tally.Artifacts + 2);
    }

    private long WritePoints(Run run)
    {
        long total = 0;
        for (int batch = 0; batch < Batches; batch++)
        {
            double[] values = [.. Enumerable.Range(0, WriteLoop.SizeOf(batch)).Select(i => WriteLoop.ValueAt(total + i))];
            Append(run.Id, WriteLoop.Key, values);
            total += values.Length;
            Append(sharedRun, SharedKey, [SharedValue(number, tally.SharedPoints), SharedValue(number, tally.SharedPoints + 1)]);
            tally.SharedPoints += 2;
        }

        return total;
    }

    private void Append(string runId, string key, double[] values) => Timed(() => store.Metrics.Append(
        [new SeriesAppend { RunId = runId, Key = key, Values = values, Ticks = new[] { UtcTicks.Now(store.Time) } }], None));

    private void AddText(Run run, string key, string text) => Timed(() => ArtifactIntake.AddText(
        store, new ArtifactDraft { OwnerType = RecordType.Run, OwnerId = run.Id, Key = key }, text, None));

    private void Timed(Action write) => Timed(() =>
    {
        write();
        return 0;
    });

    private T Timed<T>(Func<T> write)
    {
        long started = Stopwatch.GetTimestamp();
        T result = write();
        tally.Writes++;
        tally.LongestWrite = Math.Max(tally.LongestWrite, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return result;
    }
}
