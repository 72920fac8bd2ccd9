using ExperimentTracker.Contracts.Mirrors;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>
/// Sends the runs of a store to an MLflow server. The thread waits for changes of the store and reads what is new, so whoever logs never waits for the server. The store is the
/// queue: while the server cannot be reached, nothing is kept in memory.
/// </summary>
internal sealed class MLflowMirror : IRunMirror
{
    // Signs of life and the ends of orphaned runs are changes too, so a wait ends soon enough by itself.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly IExperimentStore store;
    private readonly MLflowApi api;
    private readonly MLflowTarget target;
    private readonly DateTime connectedAt;
    private readonly Dictionary<string, MirroredRun> open = new(StringComparer.Ordinal);
    private readonly HashSet<string> ended = new(StringComparer.Ordinal);
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> sent = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource finishing = new();
    private readonly Thread thread;
    private volatile MirrorReport report = new();

    public MLflowMirror(IExperimentStore store, string address)
    {
        this.store = store;
        api = new MLflowApi(address);
        target = new MLflowTarget(api);
        connectedAt = store.Time.GetUtcNow().UtcDateTime;
        thread = new Thread(Work) { IsBackground = true, Name = "Mirror of runs" };
        thread.Start();
    }

    /// <inheritdoc/>
    public MirrorReport Report => report;

    /// <inheritdoc/>
    public bool Finish(TimeSpan longest)
    {
        finishing.Cancel();
        bool isSent = thread.Join(longest);
        stopping.Cancel();
        thread.Join();
        bool isComplete = isSent && report.State == MirrorState.Connected;
        report = report with { State = MirrorState.Stopped };
        return isComplete;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (report.State != MirrorState.Stopped) Finish(TimeSpan.Zero);
        api.Dispose();
        stopping.Dispose();
        finishing.Dispose();
    }

    private void Work()
    {
        long version = 0;
        TimeSpan pause = ShortestPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                bool isLast = finishing.IsCancellationRequested;
                version = Wait(version);
                SendChanges();
                report = report with { State = MirrorState.Connected };
                pause = ShortestPause;
                if (isLast) return;
            }
            catch (Exception e) when (e is TrackerException or IOException)
            {
                // Also the errors of the store: it can be busy, or on a server. All are worth another attempt.
                report = report with { State = MirrorState.Waiting, Error = e.Message };
                if (finishing.IsCancellationRequested) return;
                finishing.Token.WaitHandle.WaitOne(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                version = 0;
            }
            catch (OperationCanceledException)
            {
                // The next turn is the last one, or there is none.
            }
        }
    }

    private long Wait(long version) => finishing.IsCancellationRequested ? version : store.Changes.WaitForChange(version, LongestWait, finishing.Token);

    private void SendChanges()
    {
        foreach (Run run in NewRuns()) if (!open.ContainsKey(run.Id)) open.Add(run.Id, new MirroredRun(run.Id));
        if (open.Count == 0) return;
        Dictionary<string, Run> current = store.Runs.Query(new RunQuery { Ids = [.. open.Keys], Parts = RunParts.Parameters | RunParts.Tags }, stopping.Token).ToDictionary(r => r.Id);
        foreach (MirroredRun mirrored in open.Values.ToList())
        {
            stopping.Token.ThrowIfCancellationRequested();
            if (current.TryGetValue(mirrored.Id, out Run? run) && !Send(mirrored, run)) refused.Add(run.Id);
            if (run is not { EndedAt: null } || refused.Contains(mirrored.Id))
            {
                open.Remove(mirrored.Id);
                ended.Add(mirrored.Id);
            }
        }
    }

    // A run that was resumed runs again.
    private IEnumerable<Run> NewRuns() =>
        store.Runs.Query(new RunQuery { Statuses = [RunStatus.Running], Parts = RunParts.None }, stopping.Token)
            .Concat(store.Runs.Query(new RunQuery { StartedFrom = connectedAt, Parts = RunParts.None }, stopping.Token).Where(run => run.StartedAt is not null && !ended.Contains(run.Id)))
            .Where(run => !refused.Contains(run.Id)).ToList();

    /// <returns>Whether the server accepts the run. One that it refuses would be refused again.</returns>
    private bool Send(MirroredRun mirrored, Run run)
    {
        try
        {
            long points = mirrored.Send(store, target, run, run.ParentRunId is { } parent ? sent.GetValueOrDefault(parent) : null, stopping.Token);
            sent[run.Id] = mirrored.ServerId!;
            report = report with { Runs = sent.Count, Points = report.Points + points, LastSentAt = store.Time.GetUtcNow().UtcDateTime, Error = refused.Count == 0 ? null : report.Error };
            return true;
        }
        catch (MLflowProblem e)
        {
            report = report with { Error = $"{run.Path}: {e.Message}" };
            return false;
        }
    }
}
