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

    /// <summary>Loads the run with this internal key, with all its records.</summary>
    public static Run Load(StoreConnection connection, long pk) => WithCollections(connection, connection.Query($"{Select} WHERE r.pk = @1", Read, pk))[0];

    /// <summary>Adds parameters, metrics and tags, with one query each for all runs.</summary>
    public static List<Run> WithCollections(StoreConnection connection, List<(long Pk, Run Run)> rows)
    {
        long[] pks = [.. rows.Select(r => r.Pk)];
        var parameters = ParameterColumns.Load(connection, pks);
        var metrics = MetricRows.Load(connection, pks);
        var tags = TagRows.Load(connection, RecordType.Run, pks);
        return [.. rows.Select(r => r.Run with
        {
            Parameters = Collect(parameters[r.Pk]),
            Metrics = Collect(metrics[r.Pk].Select(m => KeyValuePair.Create(m.Name, (object?)m.Last))),

            // One string object for the run and its metrics: it is the key of their source store.
            MetricStatistics = Collect(metrics[r.Pk].Select(m => KeyValuePair.Create(m.Name, (object?)(m with { RunId = r.Run.Id })))),
            Tags = Collect(tags[r.Pk]),
        })];
    }

    public static (long Pk, Run Run) Read(Statement row) => RunColumns.Read(row, DateTimeKind.Local);

    private static NamedValues Collect(IEnumerable<KeyValuePair<string, object?>> pairs) => new(pairs);
}
