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

/// <summary>Runs work as runs, as Invoke-Run does in PowerShell, and records what comes of it.</summary>
internal sealed class Tracker(IExperimentStore store, CancellationToken cancellation)
{
    private static readonly RunOrigin Here = RunOrigins.Capture(Environment.CurrentDirectory);

    /// <summary>The run has succeeded when the work ends, failed when it throws, and is cancelled by Ctrl+C.</summary>
    /// <param name="request">What the run is.</param>
    /// <param name="work">The work; it is given the id of the run.</param>
    /// <returns>The run with all that was recorded.</returns>
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

    /// <summary>Writes points in one transaction; the steps of each series count on from where it ends.</summary>
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

    /// <summary>Keeps a value as an artifact.</summary>
    public void Keep(string runId, string key, string type, NamedValues value)
    {
        var draft = new ArtifactDraft { OwnerType = RecordType.Run, OwnerId = runId, Key = key, Type = type };
        ArtifactIntake.AddObject(store, draft, value, cancellation);
    }

    // The end is recorded also when everything else stops.
    private Run End(string id, RunStatus status, string? error) => store.Runs.ChangeStatus(
        new RunStatusRequest { RunId = id, To = status, ErrorMessage = error, Actor = ProcessIdentities.Actor }, CancellationToken.None);
}
