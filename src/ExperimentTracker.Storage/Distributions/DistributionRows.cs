using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Distributions;

/// <summary>Reads and writes distributions of transferred runs.</summary>
internal static class DistributionRows
{
    /// <summary>The number of distributions that a run has of a key at a step.</summary>
    public static long CountAt(StoreConnection connection, long runPk, string fold, long step) =>
        connection.Number("SELECT count(*) FROM run_distributions WHERE run_pk = @1 AND key_fold = @2 AND step = @3", runPk, fold, step)!.Value;

    /// <summary>Loads distributions by the internal keys of their runs, sorted by key, step and order of writing.</summary>
    public static ILookup<long, Distribution> Load(StoreConnection connection, IEnumerable<long> runPks, DateTimeKind times) => connection.Query(
        $"{DistributionColumns.Select} WHERE d.run_pk IN (SELECT value FROM json_each(@1)) ORDER BY d.run_pk, d.key_fold, d.step, d.ordinal",
        row => DistributionColumns.Read(row, times),
        SqlList.Of(runPks)).ToLookup(d => d.Key.RunPk, d => d.Distribution);

    /// <summary>Adds distributions after those that a run has.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="runPk">The internal key of the run.</param>
    /// <param name="isNew">Whether the run has none yet, so that nobody needs to wait for an answer.</param>
    /// <param name="distributions">The distributions; those of one key and step are in the order they were written.</param>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c> or <c>InvalidMetricKey</c>.</exception>
    public static void Merge(StoreConnection connection, long runPk, bool isNew, IEnumerable<Distribution> distributions)
    {
        foreach (IGrouping<(string Fold, long Step), Distribution> same in distributions.GroupBy(d => (Names.Fold(d.Key), d.Step)))
        {
            long ordinal = isNew ? 0 : CountAt(connection, runPk, same.Key.Fold, same.Key.Step);
            foreach (Distribution distribution in same) DistributionColumns.Insert(connection, runPk, ordinal++, Checked(distribution));
        }
    }

    private static Distribution Checked(Distribution distribution)
    {
        Names.CheckMetric(distribution.Key);
        string? why = distribution.Step < 0 ? "its step is negative."
            : distribution.Count < 0 || distribution.NaNCount < 0 || distribution.InfiniteCount < 0 ? "one of its numbers of values is negative."
            : BinRules.Problem(distribution.Edges, distribution.Counts);
        return why is null ? distribution : throw TransferErrors.RecordInvalid($"Distribution '{distribution.Key}' at step {distribution.Step}", why);
    }
}
