using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Metrics;

/// <summary>The columns of chunks.</summary>
internal static class ChunkColumns
{
    private static readonly RecordColumns<PointChunk> All = new("metric_chunks", "c");
    private static readonly Column<PointChunk, long> Ordinal = All.Int64("ordinal", c => c.Ordinal);
    private static readonly Column<PointChunk, long> Count = All.Int64("count", c => c.Count);
    private static readonly Column<PointChunk, long> FirstStep = All.Int64("first_step", c => c.Steps.First);
    private static readonly Column<PointChunk, long> LastStep = All.Int64("last_step", c => c.LastStep);
    private static readonly Column<PointChunk, long> StepWidth = All.Int64("step_width", c => c.Steps.Width);
    private static readonly Column<PointChunk, long> StepStride = All.Int64("step_stride", c => c.Steps.Stride);
    private static readonly Column<PointChunk, long> FirstAt = All.Int64("first_at", c => c.Times.First);
    private static readonly Column<PointChunk, long> TimeWidth = All.Int64("time_width", c => c.Times.Width);
    private static readonly Column<PointChunk, long> TimeStride = All.Int64("time_stride", c => c.Times.Stride);
    private static readonly Column<PointChunk, long> TimeUnit = All.Int64("time_unit", c => c.Times.Unit);
    private static readonly Column<PointChunk, long> Form = All.Int64("value_form", c => (long)c.Values.Form);
    private static readonly Column<PointChunk, long> Divisor = All.Int64("value_divisor", c => c.Values.Divisor);
    private static readonly Column<PointChunk, long> ValueFirst = All.Int64("value_first", c => c.Values.Numbers.First);
    private static readonly Column<PointChunk, long> ValueStride = All.Int64("value_stride", c => c.Values.Numbers.Stride);
    private static readonly Column<PointChunk, long> ValueUnit = All.Int64("value_unit", c => c.Values.Numbers.Unit);
    private static readonly Column<PointChunk, long> ValueWidth = All.Int64("value_width", c => c.Values.Numbers.Width);
    private static readonly Column<PointChunk, long?> Checksum = All.Int64OrNull("checksum", c => c.Checksum);

    private static readonly Insertion<PointChunk> Insertion = All.Insert("metric_pk", "data");

    /// <summary>Selects chunks; the blob is the last column.</summary>
    public static readonly string Select = $"SELECT {All}, c.data FROM {All.Table} c";

    /// <summary>Reads a chunk, which may be damaged.</summary>
    public static PointChunk Read(Statement row) => new(
        Narrow(Count.Read(row)),
        LastStep.Read(row),
        new(FirstStep.Read(row), StepStride.Read(row), 1, Narrow(StepWidth.Read(row))),
        new(FirstAt.Read(row), TimeStride.Read(row), TimeUnit.Read(row), Narrow(TimeWidth.Read(row))),
        new(
            (ValueForm)Narrow(Form.Read(row)),
            Divisor.Read(row),
            new(ValueFirst.Read(row), ValueStride.Read(row), ValueUnit.Read(row), Narrow(ValueWidth.Read(row)))))
    {
        Ordinal = Ordinal.Read(row),
        Checksum = Checksum.Read(row),
    };

    /// <summary>The blob of the chunk in the current row, valid until the next row is read.</summary>
    public static ReadOnlySpan<byte> Data(Statement row) => row.GetBytes(All.Count);

    /// <summary>Inserts a chunk.</summary>
    public static void Insert(StoreConnection connection, long metricPk, PointChunk chunk, byte[] data) => Insertion.Post(connection, chunk, metricPk, data);

    // A number that is out of range is invalid wherever it is used, and stays so.
    private static int Narrow(long number) => (int)Math.Clamp(number, -1, int.MaxValue);
}
