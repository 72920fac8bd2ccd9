using System.Globalization;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Liveness;

/// <summary>Determines which running runs are orphaned, and the evidence.</summary>
/// <param name="locks">The folder of the locks.</param>
/// <param name="time">The clock of the store, which heartbeats were recorded with.</param>
internal sealed class OrphanedRunDetector(string locks, TimeProvider time)
{
    private readonly Dictionary<string, bool> free = new(StringComparer.Ordinal);
    private readonly Lazy<bool> locksWork = new(() => FileLock.WorksIn(locks));

    /// <summary>Returns the orphaned runs, with the evidence.</summary>
    public IEnumerable<(RunLiveness Run, string Evidence)> FindOrphans(IEnumerable<RunLiveness> runs)
    {
        foreach (RunLiveness run in runs)
        {
            if (ReasonOrphaned(run) is { } cause) yield return (run, $"{DescribeProcess(run)} {cause}");
        }
    }

    // A held lock shows on any machine that the process is running. A free lock shows that it has ended only if locks are visible and work.
    private string? ReasonOrphaned(RunLiveness run)
    {
        if (!IsFree(run.Owner)) return null;
        if (!run.IsElsewhere) return locksWork.Value ? "ended without completing the run: its lock was free." : null;
        if (run.Heartbeat is not { } interval || run.HeartbeatAt is not { } ticks) return null;
        var last = new DateTime(ticks, DateTimeKind.Utc);
        return !HeartbeatRules.IsOverdue(last, interval, time.GetUtcNow().UtcDateTime) ? null : string.Create(
            CultureInfo.InvariantCulture, $"is gone: its last heartbeat was at {last:yyyy-MM-dd HH:mm:ss} UTC, and one was due every {interval.TotalSeconds:0} s.");
    }

    private bool IsFree(string owner)
    {
        if (free.TryGetValue(owner, out bool known)) return known;

        // Processes of the module hold no files with other names, but a database that another program wrote can contain any name.
        return free[owner] = !StoreFiles.HasOwnName(owner) || FileLock.IsFree(Path.Combine(locks, owner));
    }

    /// <summary>The process of a run for display: <c>Process 4711 on host, started 2026-01-02 03:04:05 UTC,</c>.</summary>
    public static string DescribeProcess(RunLiveness run) => run.Process is not { } process ? "The process" : string.Create(
        CultureInfo.InvariantCulture, $"Process {process.Id} on {run.Host}, started {process.StartedAt?.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC,");
}
