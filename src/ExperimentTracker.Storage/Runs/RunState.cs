using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Storage.Runs;

/// <summary>What a change of the status of a run depends on.</summary>
/// <param name="Status">The status.</param>
/// <param name="StartedAt">When it started, in UTC ticks.</param>
/// <param name="Tails">Its series with points that are moved to chunks when it ends.</param>
internal sealed record RunState(RunStatus Status, long? StartedAt, List<SeriesRow> Tails)
{
    /// <summary>Reads the state of a run that exists, by queries that are sent with the next one.</summary>
    public static Func<RunState> ReadLater(StoreConnection connection, string runId)
    {
        Awaited<List<(RunStatus Status, long? StartedAt)>> row = connection.QueryLater(
            "SELECT status, started_at FROM runs WHERE id = @1", row => (row.GetEnum<RunStatus>(0), row.GetInt64OrNull(1)), runId);
        Awaited<List<SeriesRow>> tails = SeriesWriter.TailsLater(connection, runId);
        return () => new(row.Value[0].Status, row.Value[0].StartedAt, tails.Value);
    }
}
