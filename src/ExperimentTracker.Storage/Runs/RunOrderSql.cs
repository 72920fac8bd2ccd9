using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>Translates an order of runs to SQL.</summary>
internal static class RunOrderSql
{
    /// <summary>The expression to sort runs by; NULL for runs without the value.</summary>
    /// <param name="c">Receives the values in the expression.</param>
    /// <param name="property">The property of a run.</param>
    /// <param name="now">The current time in UTC ticks, for the duration of running runs.</param>
    public static string Expression(Conditions c, RunProperty property, long now) => property.LocalName switch
    {
        nameof(Run.Metrics) => Metric(c, property, "last_value"),
        nameof(Run.MetricStatistics) => Metric(c, property, StatisticColumn(property.Statistic) ?? throw FilterErrors.UnknownProperty(property.ToString(), " that orders them")),
        nameof(Run.Parameters) => $"(SELECT CASE type WHEN {(int)ParameterType.Json} THEN NULL ELSE value END FROM run_parameters x WHERE x.run_pk = r.pk AND x.name_fold = {c.Place(Names.Fold(property.Key!))})",
        nameof(Run.Tags) => $"(SELECT value FROM tags x WHERE x.target_type = {(int)RecordType.Run} AND x.target_pk = r.pk AND x.key_fold = {c.Place(Names.Fold(property.Key!))})",
        nameof(Run.Number) or nameof(Run.Uid) => "r.number",
        nameof(Run.Status) => "r.status",
        nameof(Run.Name) => "r.name_fold",
        nameof(Run.Experiment) => "e.name_fold",
        nameof(Run.Project) => "p.name_fold",
        nameof(Run.Trial) => "t.name_fold",
        nameof(Run.Namespace) => "r.namespace",
        nameof(Run.Path) => "e.name_fold || '/' || r.namespace || '/' || printf('%020d', r.number)",
        nameof(Run.Id) or nameof(Run.ShortId) => "r.id",
        nameof(Run.CreatedAt) => "r.created_at",
        nameof(Run.StartedAt) => "r.started_at",
        nameof(Run.EndedAt) => "r.ended_at",
        nameof(Run.UpdatedAt) => "r.updated_at",
        nameof(Run.Duration) => $"max(0, CASE WHEN r.status = {(int)RunStatus.Running} THEN coalesce(r.running_as_of, {c.Place(now)}) ELSE r.ended_at END - r.started_at)",
        nameof(Run.Description) => "r.description",
        nameof(Run.ErrorMessage) => "r.error_message",
        nameof(Run.ErrorType) => "r.error_type",
        nameof(Run.ErrorId) => "r.error_id",
        nameof(Run.ParameterHash) => "r.parameter_hash",
        _ => throw FilterErrors.UnknownProperty(property.ToString(), " that orders them"),
    };

    /// <summary>Whether an index returns the runs in this order.</summary>
    public static bool HasIndex(RunOrder order) => order.Property.Name == nameof(Run.Metrics);

    private static string Metric(Conditions c, RunProperty property, string column) =>
        $"(SELECT {column} FROM metrics x WHERE x.run_pk = r.pk AND x.name_fold = {c.Place(Names.Fold(property.Key!))} ORDER BY x.pk LIMIT 1)";

    // See SeriesStatistics: the sum of finite values that exceeds the largest double is NaN, which is stored as NULL.
    private const string MeanColumn =
        "CASE WHEN sum IS NULL AND min_value > -9e999 AND max_value < 9e999 THEN compensation / (count - nan_count) * 18446744073709551616.0 " +
        "ELSE (sum + compensation) / nullif(count - nan_count, 0) END";

    /// <summary>The expression of a statistic of a series, a property of <see cref="ExperimentTracker.Metric"/>; <see langword="null"/> for any other name.</summary>
    public static string? StatisticColumn(string? name) => name switch
    {
        nameof(ExperimentTracker.Metric.Min) => "min_value",
        nameof(ExperimentTracker.Metric.Max) => "max_value",
        nameof(ExperimentTracker.Metric.First) => "first_value",
        nameof(ExperimentTracker.Metric.Last) => "last_value",
        nameof(ExperimentTracker.Metric.Mean) => MeanColumn,
        nameof(ExperimentTracker.Metric.Count) => "count",
        nameof(ExperimentTracker.Metric.NaNCount) => "nan_count",
        nameof(ExperimentTracker.Metric.FirstStep) => "first_step",
        nameof(ExperimentTracker.Metric.LastStep) => "last_step",
        nameof(ExperimentTracker.Metric.MinStep) => "min_step",
        nameof(ExperimentTracker.Metric.MaxStep) => "max_step",
        _ => null,
    };
}
