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

    /// <summary>The first problem of the points, as a phrase; <see langword="null"/> if all can be read.</summary>
    public string? Damage { get; private set; }

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
            """
            SELECT count, first_step, last_step, step_width, step_stride, first_at, time_width, data, ordinal FROM metric_chunks
            WHERE metric_pk = @1 ORDER BY ordinal
            """,
            row =>
            {
                if (Damage is not null) return;
                PointChunk chunk = PointChunk.Read(row) with { Data = row.GetBytes(7).ToArray() };
                long ordinal = row.GetInt64(8);
                Damage = ordinal == sealedSoFar ? Read(chunk) : Phrase($"{Math.Abs(ordinal - sealedSoFar):N0} of them are missing before steps {chunk.FirstStep} to {chunk.LastStep}");
                sealedSoFar += chunk.Count;
            },
            series.Pk);
    }

    private string? Read(PointChunk chunk)
    {
        string where = Phrase($"the chunk of steps {chunk.FirstStep} to {chunk.LastStep}");
        if (!chunk.IsWellFormed) return $"{where} has the wrong length";
        var points = new PointColumns(chunk.Count);
        points.Add(chunk, chunk.Data);
        ReadOnlySpan<long> steps = points.Steps;
        for (int i = 1; i < steps.Length; i++)
        {
            if (steps[i] < steps[i - 1]) return $"{where} is not sorted by step";
        }

        if (steps[0] != chunk.FirstStep || steps[^1] != chunk.LastStep || steps[0] < 0) return $"{where} has other steps than recorded";
        Recount.Add(points.Steps, points.Values, points.Ticks);
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
