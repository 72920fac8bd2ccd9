using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Distributions;

/// <summary>The columns of distributions.</summary>
internal static class DistributionColumns
{
    private static readonly RecordColumns<Distribution> All = new("run_distributions", "d");
    private static readonly Column<Distribution, long> RunPk = All.Int64("d.run_pk");
    private static readonly Column<Distribution, string> KeyFold = All.String("key_fold", d => Names.Fold(d.Key));
    private static readonly Column<Distribution, long> Ordinal = All.Int64("d.ordinal");
    private static readonly Column<Distribution, string> RunId = All.SharedString("r.id");
    private static readonly Column<Distribution, string> Run = All.SharedString(RunSql.Path);
    private static readonly Column<Distribution, string> Key = All.SharedString("key", d => d.Key);
    private static readonly Column<Distribution, long> Step = All.Int64("step", d => d.Step);
    private static readonly Column<Distribution, long> Timestamp = All.Time("measured_at", d => d.Timestamp);
    private static readonly Column<Distribution, long> Count = All.Int64("count", d => d.Count);
    private static readonly Column<Distribution, long> NaNCount = All.Int64("nan_count", d => d.NaNCount);
    private static readonly Column<Distribution, long> InfiniteCount = All.Int64("infinite_count", d => d.InfiniteCount);
    private static readonly Column<Distribution, double?> Min = All.DoubleOrNull("min_value", d => d.Min);
    private static readonly Column<Distribution, double?> Max = All.DoubleOrNull("max_value", d => d.Max);
    private static readonly Column<Distribution, double?> Sum = All.DoubleOrNull("sum", d => d.Sum);
    private static readonly Column<Distribution, double?> SumOfSquares = All.DoubleOrNull("sum_of_squares", d => d.SumOfSquares);
    private static readonly Column<Distribution, double?> Mean = All.DoubleOrNull("mean", d => d.Mean);
    private static readonly Column<Distribution, double?> StandardDeviation = All.DoubleOrNull("standard_deviation", d => d.StandardDeviation);

    private static readonly Column<Distribution, (double[] Edges, long[] Counts)> Bins = All.Add(
        "bins", d => ([.. d.Edges], [.. d.Counts]), (row, i) => BinBlob.Read(row.GetBytes(i)), (to, bins) => to.BindBlob(BinBlob.Write(bins.Edges, bins.Counts)));

    private static readonly Insertion<Distribution> Insertion = All.Insert("run_pk", "ordinal");

    /// <summary>The query that <see cref="Read"/> expects.</summary>
    public static readonly string Select = $"SELECT {All} FROM {All.Table} d JOIN runs r ON r.pk = d.run_pk JOIN experiments e ON e.pk = r.experiment_pk";

    /// <summary>Reads a row, with its key.</summary>
    public static (DistributionKey Key, Distribution Distribution) Read(Statement row, DateTimeKind times)
    {
        (double[] edges, long[] counts) = Bins.Read(row);
        return (new(RunPk.Read(row), KeyFold.Read(row), Step.Read(row), Ordinal.Read(row)), new Distribution
        {
            RunId = RunId.Read(row),
            Run = Run.Read(row),
            Key = Key.Read(row),
            Step = Step.Read(row),
            Timestamp = Timestamp.ReadTime(row, times),
            Count = Count.Read(row),
            NaNCount = NaNCount.Read(row),
            InfiniteCount = InfiniteCount.Read(row),
            Min = Min.Read(row),
            Max = Max.Read(row),
            Sum = Sum.Read(row),
            SumOfSquares = SumOfSquares.Read(row),
            Mean = Mean.Read(row),
            StandardDeviation = StandardDeviation.Read(row),
            Edges = edges,
            Counts = counts,
        });
    }

    /// <summary>Inserts a distribution; nobody waits for the answer.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="runPk">The internal key of the run.</param>
    /// <param name="ordinal">The number of distributions of this run, key and step that were written before.</param>
    /// <param name="distribution">The distribution.</param>
    public static void Insert(StoreConnection connection, long runPk, long ordinal, Distribution distribution) => Insertion.PostWithoutKey(connection, distribution, runPk, ordinal);
}

/// <summary>The primary key of a distribution.</summary>
/// <param name="RunPk">The internal key of the run.</param>
/// <param name="KeyFold">The folded key.</param>
/// <param name="Step">The step.</param>
/// <param name="Ordinal">The number of distributions of this run, key and step that were written before.</param>
internal readonly record struct DistributionKey(long RunPk, string KeyFold, long Step, long Ordinal);
