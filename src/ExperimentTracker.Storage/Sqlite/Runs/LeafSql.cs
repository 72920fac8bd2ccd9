namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// One comparison as SQL. PowerShell converts the right side to the type of the left, so a condition is only written for the types whose comparison
/// SQL makes alike; values of other types are let through. Texts are equal there without regard to case and to characters that are not shown, here only
/// where both are plain ASCII.
/// </summary>
internal static class LeafSql
{
    // Beyond this not every whole number is a double, and the two compare differently.
    private const double Exact = 1L << 53;
    private const string NotPlain = "GLOB '*[^ -~]*'";

    /// <summary>A condition that holds wherever the comparison may hold.</summary>
    public static string? Over(Conditions c, Compared leaf) => leaf.Property.Name switch
    {
        nameof(Run.Parameters) => ParameterSet(c, leaf) is { } set ? $"r.pk IN ({set}){Missing(c, leaf)}" : null,
        nameof(Run.Metrics) => MetricSet(c, leaf) is { } set ? $"r.pk IN ({set})" : null,
        nameof(Run.MetricStatistics) => Statistic(c, leaf) is { } set ? $"r.pk IN ({set})" : null,
        nameof(Run.Tags) => IsPlainText(leaf) ? $"r.pk IN (SELECT target_pk FROM tags WHERE target_type = 4 AND key_fold = {c.Place(Names.Fold(leaf.Property.Key!))} AND {TextIs(c, "value", leaf)})" : null,
        nameof(Run.Status) => StatusOf(leaf) is { } status ? $"r.status = {(int)status}" : null,
        nameof(Run.Number) => IsNumber(leaf) ? $"r.number {Sign(leaf)} {c.Place(leaf.Value)}" : null,
        nameof(Run.StartedAt) => Moment(c, leaf, "r.started_at"),
        nameof(Run.EndedAt) => Moment(c, leaf, "r.ended_at"),
        nameof(Run.CreatedAt) => Moment(c, leaf, "r.created_at"),
        nameof(Run.UpdatedAt) => Moment(c, leaf, "r.updated_at"),
        nameof(Run.Duration) => leaf.Value is TimeSpan span && leaf.Operator != FilterOperator.Equal
            ? $"(r.status = 1 OR r.ended_at IS NULL OR r.ended_at - r.started_at {Sign(leaf)} {c.Place(span.Ticks)})" : null,
        nameof(Run.Name) => Text(c, leaf, "r.name"),
        nameof(Run.Experiment) => Text(c, leaf, "e.name"),
        nameof(Run.Project) => Text(c, leaf, "p.name"),
        nameof(Run.Trial) => Text(c, leaf, "t.name"),
        nameof(Run.Namespace) => Text(c, leaf, "r.namespace"),
        nameof(Run.Id) => Text(c, leaf, "r.id"),
        nameof(Run.ParameterHash) => Text(c, leaf, "r.parameter_hash"),
        nameof(Run.Description) => Text(c, leaf, "r.description"),
        _ => null,
    };

    /// <summary>A condition that holds only where the comparison is sure to hold.</summary>
    public static string? Under(Conditions c, Compared leaf) => leaf.Property.Name switch
    {
        nameof(Run.Status) => StatusOf(leaf) is { } status ? $"r.status = {(int)status}" : null,
        nameof(Run.Number) => IsNumber(leaf) ? $"r.number {Sign(leaf)} {c.Place(leaf.Value)}" : null,
        nameof(Run.Metrics) when MetricSet(c, leaf) is { } set =>
            $"r.pk IN ({set}) AND (SELECT count(*) FROM metrics x WHERE x.run_pk = r.pk AND x.name_fold = {c.Place(Names.Fold(leaf.Property.Key!))}) = 1",
        nameof(Run.Parameters) when IsNumber(leaf) =>
            $"r.pk IN (SELECT run_pk FROM run_parameters WHERE name_fold = {c.Place(Names.Fold(leaf.Property.Key!))} AND type IN (1, 2) AND value IS NOT NULL AND value {Sign(leaf)} {c.Place(leaf.Value)} AND abs(value) < {Exact:R})",
        nameof(Run.Parameters) when IsPlainText(leaf) =>
            $"r.pk IN (SELECT run_pk FROM run_parameters WHERE name_fold = {c.Place(Names.Fold(leaf.Property.Key!))} AND type = 3 AND value = {c.Place(leaf.Value)} COLLATE NOCASE)",
        _ => null,
    };

    /// <summary>The keys of the runs for which the comparison may hold, each run once or more often; <see langword="null"/> where it may hold for runs that lack the value.</summary>
    public static string? Set(Conditions c, Compared leaf) => leaf.Property.Name switch
    {
        nameof(Run.Parameters) when Missing(new Conditions(), leaf).Length == 0 => ParameterSet(c, leaf),
        nameof(Run.Metrics) => MetricSet(c, leaf),
        _ => null,
    };

    // A run that lacks the parameter has $null there, which is less than every number from zero on, and greater than the negative ones.
    private static string Missing(Conditions c, Compared leaf)
    {
        if (leaf.Operator == FilterOperator.Equal || leaf.Value is not (long or double)) return "";
        bool isLess = leaf.Operator is FilterOperator.Less or FilterOperator.LessOrEqual;
        return isLess == (Convert.ToDouble(leaf.Value, System.Globalization.CultureInfo.InvariantCulture) >= 0) ? $" OR NOT EXISTS (SELECT 1 FROM run_parameters x WHERE x.run_pk = r.pk AND x.name_fold = {c.Place(Names.Fold(leaf.Property.Key!))})" : "";
    }

    private static string? ParameterSet(Conditions c, Compared leaf)
    {
        const string rows = "SELECT run_pk FROM run_parameters WHERE name_fold = ";
        if (!IsNumber(leaf) && !IsPlainText(leaf)) return null;
        string name = c.Place(Names.Fold(leaf.Property.Key!));
        return IsNumber(leaf)
            ? $"{rows}{name} AND type IN (1, 2) AND value {Sign(leaf)} {c.Place(leaf.Value)} UNION ALL {rows}{name} AND type IN (1, 2) AND (value IS NULL OR abs(value) >= {Exact:R}) UNION ALL {rows}{name} AND type IN (0, 3, 4, 5, 6, 7)"
            : $"{rows}{name} AND type = 3 AND value = {c.Place(leaf.Value)} COLLATE NOCASE UNION ALL {rows}{name} AND type = 3 AND value {NotPlain} UNION ALL {rows}{name} AND type IN (0, 1, 2, 4, 5, 6, 7)";
    }

    private static string? MetricSet(Conditions c, Compared leaf) => IsNumber(leaf)
        ? $"SELECT run_pk FROM metrics WHERE name_fold = {c.Place(Names.Fold(leaf.Property.Key!))} AND last_value {Sign(leaf)} {c.Place(leaf.Value)}"
        : null;

    private static string? Statistic(Conditions c, Compared leaf)
    {
        string? column = leaf.Property.Statistic switch
        {
            nameof(Metric.Min) => "min_value",
            nameof(Metric.Max) => "max_value",
            nameof(Metric.First) => "first_value",
            nameof(Metric.Last) => "last_value",
            nameof(Metric.Count) => "count",
            nameof(Metric.LastStep) => "last_step",
            _ => null,
        };

        // The statistics of a metric that a run lacks count 0 points.
        if (column is null || !IsNumber(leaf) || column is "count" or "last_step") return null;
        return $"SELECT run_pk FROM metrics WHERE name_fold = {c.Place(Names.Fold(leaf.Property.Key!))} AND ({column} {Sign(leaf)} {c.Place(leaf.Value)} OR {column} IS NULL)";
    }

    // PowerShell compares ticks and not zones, and local times are not a straight line: a day on either side covers what both may mean.
    private static string? Moment(Conditions c, Compared leaf, string column)
    {
        if (leaf.Value is not DateTime moment) return null;
        long ticks = moment.Ticks;
        const long day = 2 * TimeSpan.TicksPerDay;
        string low = $"{column} >= {c.Place(Math.Max(0, ticks - day))}";
        string high = $"{column} <= {c.Place(Math.Min(DateTime.MaxValue.Ticks, ticks + day))}";
        return $"({column} IS NULL OR " + leaf.Operator switch
        {
            FilterOperator.Less or FilterOperator.LessOrEqual => high,
            FilterOperator.Equal => $"{low} AND {high}",
            _ => low,
        } + ")";
    }

    private static string? Text(Conditions c, Compared leaf, string column) => IsPlainText(leaf) ? TextIs(c, column, leaf) : null;

    private static string TextIs(Conditions c, string column, Compared leaf) => $"({column} = {c.Place(leaf.Value)} COLLATE NOCASE OR {column} {NotPlain})";

    private static RunStatus? StatusOf(Compared leaf) => leaf.Operator != FilterOperator.Equal ? null : leaf.Value switch
    {
        string word when word.Length > 0 && word.All(char.IsAsciiLetter) && Enum.TryParse(word, ignoreCase: true, out RunStatus status) => status,
        _ => null,
    };

    private static bool IsNumber(Compared leaf) => leaf.Value switch
    {
        long whole => Math.Abs((double)whole) < Exact,
        double real => double.IsFinite(real) && Math.Abs(real) < Exact,
        _ => false,
    };

    private static bool IsPlainText(Compared leaf) =>
        leaf.Operator == FilterOperator.Equal && leaf.Value is string text && text.Length > 0 && text.All(character => character is >= ' ' and <= '~');

    private static string Sign(Compared leaf) => leaf.Operator switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        _ => ">=",
    };
}
