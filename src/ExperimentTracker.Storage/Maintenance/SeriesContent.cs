using System.Globalization;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Storage.Maintenance;

/// <summary>The stored points of one series: their recalculated statistics, the number of unsealed points, and what is damaged.</summary>
internal sealed class SeriesContent
{
    private SeriesContent()
    {
    }

    public SeriesRecount Recount { get; } = new();

    public int TailCount { get; private set; }

    /// <summary>The summaries of the chunks.</summary>
    public List<PointSummary> Summaries { get; } = [];

    /// <summary>The first problem of the points, as a phrase; <see langword="null"/> if all can be read.</summary>
    public string? Damage { get; private set; }

    /// <summary>The first chunk that can be read but does not match its checksum, as a phrase; <see langword="null"/> if all match.</summary>
    public string? ChecksumMismatch { get; private set; }

    /// <summary>Whether all points that exist can be read.</summary>
    public bool IsReadable => Damage is null && ChecksumMismatch is null;

    public static SeriesContent Read(StoreConnection connection, SeriesRow series)
    {
        var content = new SeriesContent();
        content.ReadChunks(connection, series);
        if (content.Damage is null) content.ReadTail(connection, series);
        return content;
    }

    private void ReadChunks(StoreConnection connection, SeriesRow series)
    {
        long sealedSoFar = 0;
        connection.ForEach(
            $"{ChunkColumns.Select} WHERE c.metric_pk = @1 ORDER BY c.ordinal",
            row =>
            {
                if (Damage is not null) return;
                PointChunk chunk = ChunkColumns.Read(row);
                Damage = chunk.Ordinal == sealedSoFar ? Read(chunk, ChunkColumns.Data(row)) : Phrase(
                    $"{Math.Abs(chunk.Ordinal - sealedSoFar):N0} of them are missing before steps {chunk.Steps.First} to {chunk.LastStep}");
                sealedSoFar += chunk.Count;
            },
            series.Pk);
    }

    private string? Read(PointChunk chunk, ReadOnlySpan<byte> data)
    {
        string where = Phrase($"the chunk of steps {chunk.Steps.First} to {chunk.LastStep}");
        if (!chunk.Fits(data)) return $"{where} has the wrong length";
        (long[] steps, double[] values, long[] ticks) = (new long[chunk.Count], new double[chunk.Count], new long[chunk.Count]);
        if (!chunk.TryUnpack(data, steps, values, ticks)) return $"{where} has times that are not valid";
        for (int i = 1; i < steps.Length; i++)
        {
            if (steps[i] < steps[i - 1]) return $"{where} is not sorted by step";
        }

        if (steps[0] != chunk.Steps.First || steps[^1] != chunk.LastStep || steps[0] < 0) return $"{where} has other steps than recorded";
        if (!chunk.IsIntact(data)) ChecksumMismatch ??= where;
        Recount.Add(steps, values, ticks);
        Summaries.Add(PointSummary.Of(chunk.Ordinal, steps, values, ticks));
        return null;
    }

    private void ReadTail(StoreConnection connection, SeriesRow series)
    {
        var points = new PointColumns(series.TailCount);
        long first = Recount.Found.Count, lowest = long.MaxValue, highest = -1;
        connection.ForEach(
            "SELECT step, value, since, ordinal FROM metric_tail WHERE metric_pk = @1 ORDER BY ordinal",
            row =>
            {
                points.Add(row.GetInt64(0), row.GetDoubleOrNaN(1), series.BaseAt + row.GetInt64(2));
                (lowest, highest) = (Math.Min(lowest, row.GetInt64(3)), Math.Max(highest, row.GetInt64(3)));
            },
            series.Pk);
        TailCount = points.Count;
        if (points.Count > 0 && (lowest != first || highest != first + points.Count - 1)) Damage = "some of the last written points are missing";
        else Recount.Add(points.Steps, points.Values, points.Ticks);
    }

    private static string Phrase(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
