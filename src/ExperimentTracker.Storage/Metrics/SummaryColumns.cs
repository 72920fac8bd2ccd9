using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>The columns of summaries.</summary>
internal static class SummaryColumns
{
    private static readonly RecordColumns<PointSummary> All = new("metric_summaries", "s");
    private static readonly Column<PointSummary, long> Ordinal = All.Int64("ordinal", s => s.Ordinal);
    private static readonly Column<PointSummary, long> Count = All.Int64("count", s => s.Count);
    private static readonly Column<PointSummary, long> FiniteCount = All.Int64("finite_count", s => s.FiniteCount);
    private static readonly Column<PointSummary, long> FirstStep = All.Int64("first_step", s => s.FirstStep);
    private static readonly Column<PointSummary, long> LastStep = All.Int64("last_step", s => s.LastStep);
    private static readonly Func<Statement, SummaryPoint> Start = Point("start", s => s.Start);
    private static readonly Func<Statement, SummaryPoint> Low = Point("low", s => s.Low);
    private static readonly Func<Statement, SummaryPoint> High = Point("high", s => s.High);
    private static readonly Func<Statement, SummaryPoint> End = Point("end", s => s.End);
    private static readonly Column<PointSummary, bool> IsHighFirst = All.Boolean("is_high_first", s => s.IsHighFirst);

    // The checksum is read only to verify the others.
    private static readonly Column<PointSummary, long> Checksum = All.Int64("checksum", s => ChecksumOf(s));
    private static readonly Insertion<PointSummary> Insertion = All.Insert("metric_pk", "level", "number");
    private static readonly string SelectRows = $"SELECT {All} FROM {All.Table} s WHERE s.metric_pk = ? AND s.level = ? AND s.number >= ? ORDER BY s.number LIMIT ?";

    public static void Insert(StoreConnection connection, long metricPk, int level, long number, PointSummary summary) =>
        Insertion.PostWithoutKey(connection, summary, metricPk, level, number);

    /// <summary>Reads summaries of a level, beginning with a number.</summary>
    /// <returns>The summaries; without those that do not match their checksum.</returns>
    public static List<PointSummary> Rows(StoreConnection connection, long metricPk, int level, long from, long most = long.MaxValue)
    {
        var rows = new List<PointSummary>();
        connection.Prepare(SelectRows).Bind(metricPk).Bind((long)level).Bind(from).Bind(most).ForEach(row =>
        {
            PointSummary summary = Read(row);
            if (ChecksumOf(summary) == Checksum.Read(row)) rows.Add(summary);
        });
        return rows;
    }

    private static PointSummary Read(Statement row) => new(
        Ordinal.Read(row), Count.Read(row), FiniteCount.Read(row), FirstStep.Read(row), LastStep.Read(row), Start(row), Low(row), High(row), End(row), IsHighFirst.Read(row));

    private static Func<Statement, SummaryPoint> Point(string name, Func<PointSummary, SummaryPoint> of)
    {
        Column<PointSummary, long> step = All.Int64($"{name}_step", s => of(s).Step);
        Column<PointSummary, double> value = All.DoubleOrNaN($"{name}_value", s => of(s).Value);
        Column<PointSummary, long> at = All.Int64($"{name}_at", s => of(s).Ticks);
        return row => new(step.Read(row), value.Read(row), at.Read(row));
    }

    private static long ChecksumOf(PointSummary s) => RowChecksum.Of(
        [
            s.Ordinal, s.Count, s.FiniteCount, s.FirstStep, s.LastStep,
            s.Start.Step, Bits(s.Start), s.Start.Ticks, s.Low.Step, Bits(s.Low), s.Low.Ticks, s.High.Step, Bits(s.High), s.High.Ticks, s.End.Step, Bits(s.End), s.End.Ticks,
            s.IsHighFirst ? 1 : 0,
        ],
        []);

    private static long Bits(SummaryPoint point) => BitConverter.DoubleToInt64Bits(point.Value);
}
