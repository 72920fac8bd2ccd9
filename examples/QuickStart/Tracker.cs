using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.QuickStart;

/// <summary>Points of one series to record.</summary>
internal sealed record Series(string Key, MetricGoal Goal, string Unit, double[] Values, string? Label = null);

/// <summary>Executes functions as runs, as Invoke-Run does in PowerShell, and records their results.</summary>
internal sealed class Tracker(IExperimentStore store, CancellationToken cancellation)
{
    private static readonly RunOrigin Here = RunOrigins.Capture(Environment.CurrentDirectory);

    /// <summary>When the work ends, the run becomes Succeeded; when it throws, Failed; after Ctrl+C, Cancelled.</summary>
    /// <param name="request">The run to create.</param>
    /// <param name="work">The work. Its argument is the id of the run.</param>
    /// <returns>The run with everything that was recorded.</returns>
    public Run Track(RunRequest request, Action<string> work)
    {
        string id = RunFactory.Create(store, request with { Start = true, Origin = Here }, cancellation).Id;
        try
        {
            work(id);
        }
        catch (Exception e)
        {
            End(id, e is OperationCanceledException ? RunStatus.Cancelled : RunStatus.Failed, e.Message);
            throw;
        }

        return End(id, RunStatus.Succeeded, null);
    }

    /// <summary>Writes points in one transaction. The steps of each series continue after its last one.</summary>
    public void Record(string runId, params Series[] series)
    {
        long[] now = [UtcTicks.Now(store.Time)];
        SeriesAppend[] appends = [.. series.Select(one => new SeriesAppend
        {
            RunId = runId,
            Key = one.Key,
            Label = one.Label,
            Values = one.Values,
            Ticks = now,
            Goal = one.Goal,
            Unit = one.Unit,
        })];
        store.Metrics.Append(appends, cancellation);
    }

    /// <summary>Stores a value as an artifact.</summary>
    public void Keep(string runId, string key, string type, NamedValues value)
    {
        var draft = new ArtifactDraft { OwnerType = RecordType.Run, OwnerId = runId, Key = key, Type = type };
        ArtifactIntake.AddObject(store, draft, value, cancellation);
    }

    // The end of the run is recorded even after a cancellation.
    private Run End(string id, RunStatus status, string? error) => store.Runs.ChangeStatus(
        new RunStatusRequest { RunId = id, To = status, ErrorMessage = error, Actor = ProcessIdentities.Actor }, CancellationToken.None);
}
