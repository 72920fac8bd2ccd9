using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>The numbers of series and points that are kept with each run that has ended, so that a store knows its size without reading its series.</summary>
internal static class RunCounts
{
    /// <summary>The assignments that count the series of the run with the key @1.</summary>
    public const string Counted = """
        metric_count = (SELECT count(*) FROM metrics m WHERE m.run_pk = @1),
        point_count = (SELECT coalesce(sum(m.count), 0) FROM metrics m WHERE m.run_pk = @1)
        """;

    /// <summary>The assignments that make the counts unknown.</summary>
    public const string Unknown = "metric_count = NULL, point_count = NULL";

    /// <summary>Counts the series of the runs that have ended and whose series changed since.</summary>
    public static void CountChanged(StoreConnection connection)
    {
        List<long> changed = connection.Query("SELECT pk FROM runs WHERE status > 1 AND point_count IS NULL", row => row.GetInt64(0));
        foreach (long pk in changed) connection.Execute($"UPDATE runs SET {Counted} WHERE pk = @1", pk);
    }
}
