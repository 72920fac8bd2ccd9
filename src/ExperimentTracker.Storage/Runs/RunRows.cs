using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Storage.Catalog;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Metrics;

namespace ExperimentTracker.Storage.Runs;

/// <summary>Maps rows of runs to records.</summary>
internal static class RunRows
{
    /// <summary>The joins of a run <c>r</c> with its parents.</summary>
    public const string Joins = """

        JOIN experiments e ON e.pk = r.experiment_pk
        JOIN projects p ON p.pk = e.project_pk
        LEFT JOIN runs parent ON parent.pk = r.parent_pk
        LEFT JOIN trials t ON t.pk = r.trial_pk AND t.removed_at IS NULL
        """;

    /// <summary>The query that <see cref="Read"/> expects.</summary>
    public static readonly string Select = $"SELECT {RunColumns.All} FROM runs r{Joins}";

    /// <summary>Loads a run with all its records, by queries that are sent with the next one.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="pk">The internal key of the run.</param>
    /// <param name="id">Its id.</param>
    public static Func<Run> LoadLater(StoreConnection connection, long pk, string id)
    {
        Awaited<List<(long Pk, Run Run)>> row = connection.QueryLater($"{Select} WHERE r.pk = @1", Read, pk);
        Func<NamedRows> parameters = ParameterColumns.LoadLater(connection, [pk]), tags = TagRows.LoadLater(connection, RecordType.Run, [pk]);
        Func<Dictionary<long, PackedMetrics>> metrics = MetricRows.LoadPackedLater(connection, new Dictionary<long, string> { [pk] = id });
        return () =>
        {
            Run run = row.Value[0].Run with { Parameters = parameters()[pk], Tags = tags()[pk] };
            return metrics().TryGetValue(pk, out PackedMetrics? packed) ? run with { Metrics = new(packed.LastValues), MetricStatistics = new(packed) } : run;
        };
    }

    /// <summary>Adds parameters, metrics and tags, with one query each for all runs.</summary>
    public static List<Run> WithCollections(StoreConnection connection, List<(long Pk, Run Run)> rows, RunParts parts = RunParts.All)
    {
        if (rows.Count == 0) return [];
        if (parts == RunParts.None) return [.. rows.Select(r => r.Run)];
        long[] pks = [.. rows.Select(r => r.Pk)];
        Func<NamedRows>? parameters = parts.HasFlag(RunParts.Parameters) ? ParameterColumns.LoadLater(connection, pks) : null;
        Func<NamedRows>? tags = parts.HasFlag(RunParts.Tags) ? TagRows.LoadLater(connection, RecordType.Run, pks) : null;
        Func<Dictionary<long, PackedMetrics>>? metrics = parts.HasFlag(RunParts.Metrics)
            ? MetricRows.LoadPackedLater(connection, rows.ToDictionary(r => r.Pk, r => r.Run.Id)) : null;
        (NamedRows named, NamedRows tagged, Dictionary<long, PackedMetrics> packed) = (parameters?.Invoke() ?? new(), tags?.Invoke() ?? new(), metrics?.Invoke() ?? []);
        return [.. rows.Select(r => packed.TryGetValue(r.Pk, out PackedMetrics? of)
            ? r.Run with { Parameters = named[r.Pk], Tags = tagged[r.Pk], Metrics = new(of.LastValues), MetricStatistics = new(of) }
            : r.Run with { Parameters = named[r.Pk], Tags = tagged[r.Pk] })];
    }

    public static (long Pk, Run Run) Read(Statement row) => RunColumns.Read(row, DateTimeKind.Local);
}
