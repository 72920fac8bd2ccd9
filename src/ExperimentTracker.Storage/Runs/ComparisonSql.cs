using ExperimentTracker.Filters;
using ExperimentTracker.Rules;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Runs;

/// <summary>
/// Translates a comparison to SQL. PowerShell converts the right operand to the type of the left one, so a condition is only written for types that
/// SQL compares in the same way; values of other types pass. PowerShell compares strings without regard to case and invisible characters; SQL
/// compares them only if both are plain ASCII.
/// </summary>
internal static class ComparisonSql
{
    // Beyond this not every integer is a double, and the two compare differently.
    private const double Exact = 1L << 53;
    private const int TextType = (int)ParameterType.Text;

    private static readonly string Numbers = $"{(int)ParameterType.Integer}, {(int)ParameterType.Real}";

    /// <summary>A condition that is true whenever the comparison may be true.</summary>
    public static string? UpperBound(Conditions c, PropertyComparison leaf) => leaf.Property.LocalName switch
    {
        nameof(Run.Parameters) => ParameterUpperBound(c, leaf) is { } may ? $"{Has(c, "run_parameters", leaf, may)}{OrNested(c, leaf)}" : null,
        nameof(Run.Metrics) => IsNumber(leaf) ? Has(c, "metrics", leaf, $"+x.last_value {Sign(leaf)} {c.Place(leaf.Value)}") : null,
        nameof(Run.MetricStatistics) => Statistic(c, leaf) is { } may ? Has(c, "metrics", leaf, may) : null,
        nameof(Run.Tags) => IsPlainText(leaf) ? TagWhere(c, leaf.Property.Key!, $"({TextIs(c, "x.value", leaf.Value!)} OR x.value IS NULL)") : null,
        nameof(Run.Status) => StatusOf(leaf) is { } status ? $"r.status = {(int)status}" : null,
        nameof(Run.Number) => IsNumber(leaf) ? $"r.number {Sign(leaf)} {c.Place(leaf.Value)}" : null,
        nameof(Run.StartedAt) => Time(c, leaf, "r.started_at"),
        nameof(Run.EndedAt) => Time(c, leaf, "r.ended_at"),
        nameof(Run.CreatedAt) => Time(c, leaf, "r.created_at"),
        nameof(Run.UpdatedAt) => Time(c, leaf, "r.updated_at"),
        nameof(Run.Duration) => leaf.Value is TimeSpan span && leaf.Operator != FilterOperator.Equal
            ? $"(r.status = {(int)RunStatus.Running} OR r.ended_at IS NULL OR max(0, r.ended_at - r.started_at) {Sign(leaf)} {c.Place(span.Ticks)})" : null,
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

    /// <summary>A condition that is true only if the comparison is certainly true.</summary>
    public static string? LowerBound(Conditions c, PropertyComparison leaf) => leaf.Property.Name switch
    {
        nameof(Run.Status) => StatusOf(leaf) is { } status ? $"r.status = {(int)status}" : null,
        nameof(Run.Number) => IsNumber(leaf) ? $"r.number {Sign(leaf)} {c.Place(leaf.Value)}" : null,
        nameof(Run.Metrics) when UpperBound(c, leaf) is { } over =>
            $"{over} AND (SELECT count(*) FROM metrics x WHERE x.run_pk = r.pk AND x.name_fold = {Key(c, leaf)}) = 1",
        nameof(Run.Parameters) when IsNumber(leaf) =>
            Has(c, "run_parameters", leaf, $"x.type IN ({Numbers}) AND {Number(c)} IS NOT NULL AND {Number(c)} {Sign(leaf)} {c.Place(leaf.Value)} AND abs({Number(c)}) < {Exact:R}"),
        nameof(Run.Parameters) when IsPlainText(leaf) => Has(c, "run_parameters", leaf, $"x.type = {TextType} AND {c.Dialect.EqualsIgnoringCase("x.value", c.Place(leaf.Value))}"),
        _ => null,
    };

    /// <summary>
    /// A query for the keys of the runs for which the comparison may be true, each once or several times; <see langword="null"/> if there is no
    /// index.
    /// </summary>
    public static string? Set(Conditions c, PropertyComparison leaf) => leaf.Property.Name switch
    {
        nameof(Run.Parameters) when OuterNames(leaf.Property).Length == 0 => ParameterSet(c, leaf),
        nameof(Run.Metrics) => MetricSet(c, leaf),
        _ => null,
    };

    /// <summary>A condition that holds for every run with that tag. Without a value, for no other run.</summary>
    public static string HasTag(Conditions c, string key, object? value) =>
        TagWhere(c, key, value is not null && IsPlain(value) ? TextIs(c, "x.value", value) : "1 = 1");

    /// <summary>A query for a row of a run that has the parameter, the metric or the tag; <see langword="null"/> for other properties.</summary>
    public static string? AnyWith(Conditions c, RunProperty property) => property.Name switch
    {
        nameof(Run.Parameters) => $"SELECT 1 FROM run_parameters WHERE {c.IsOneOf("name_fold", SqlList.Of([Names.Fold(property.Key!), .. OuterNames(property)]))} LIMIT 1",
        nameof(Run.Metrics) or nameof(Run.MetricStatistics) => $"SELECT 1 FROM metrics WHERE name_fold = {c.Place(Names.Fold(property.Key!))} LIMIT 1",
        nameof(Run.Tags) => $"SELECT 1 FROM tags WHERE target_type = {(int)RecordType.Run} AND key_fold = {c.Place(Names.Fold(property.Key!))} LIMIT 1",
        _ => null,
    };

    // A dotted name is also that of a value within a parameter: optimizer.lr is lr within optimizer.
    private static string OrNested(Conditions c, PropertyComparison leaf) => OuterNames(leaf.Property) is { Length: > 0 } outer
        ? $" OR EXISTS (SELECT 1 FROM run_parameters x WHERE x.run_pk = r.pk AND x.type = {(int)ParameterType.Json} AND {c.IsOneOf("x.name_fold", SqlList.Of(outer))})"
        : "";

    private static string[] OuterNames(RunProperty property)
    {
        string name = Names.Fold(property.Key!);
        return [.. Enumerable.Range(1, Math.Max(0, name.Length - 1)).Where(i => name[i] == '.').Select(i => name[..i])];
    }

    private static string TagWhere(Conditions c, string key, string condition) =>
        $"EXISTS (SELECT 1 FROM tags x WHERE x.target_type = {(int)RecordType.Run} AND x.target_pk = r.pk AND x.key_fold = {c.Place(Names.Fold(key))} AND {condition})";

    private static string? ParameterSet(Conditions c, PropertyComparison leaf)
    {
        const string rows = "SELECT run_pk FROM run_parameters WHERE name_fold = ";
        if (!IsNumber(leaf) && !IsPlainText(leaf)) return null;
        string name = Key(c, leaf);
        string number = $"IN ({Numbers}) AND {c.Dialect.IndexedParameterNumber}";
        string[] parts = IsNumber(leaf)
            ? [$"{number} {Sign(leaf)} {c.Place(leaf.Value)}", $"{number} IS NULL", $"{number} >= {Exact:R}", $"{number} <= -{Exact:R}", $"IN ({AllBut(ParameterType.Integer, ParameterType.Real)})"]
            : [$"= {TextType} AND {c.Dialect.EqualsIgnoringCase("value", c.Place(leaf.Value))}", $"= {TextType} AND {c.Dialect.HasOtherThanAscii("value")}", $"IN ({AllBut(ParameterType.Text)})"];
        return string.Join(" UNION ALL ", parts.Select(part => $"{rows}{name} AND type {part}"));
    }

    private static string AllBut(params ParameterType[] types) => string.Join(", ", Enum.GetValues<ParameterType>().Except(types).Select(type => (int)type));

    private static string? MetricSet(Conditions c, PropertyComparison leaf) => IsNumber(leaf)
        ? $"SELECT run_pk FROM metrics WHERE name_fold = {Key(c, leaf)} AND last_value {Sign(leaf)} {c.Place(leaf.Value)}"
        : null;

    // The same for one row.
    private static string? ParameterUpperBound(Conditions c, PropertyComparison leaf) =>
        IsNumber(leaf) ? $"(x.type NOT IN ({Numbers}) OR {Number(c)} IS NULL OR {Number(c)} {Sign(leaf)} {c.Place(leaf.Value)} OR abs({Number(c)}) >= {Exact:R})"
        : IsPlainText(leaf) ? $"(x.type <> {TextType} OR {TextIs(c, "x.value", leaf.Value!)})"
        : null;

    private static string Has(Conditions c, string table, PropertyComparison leaf, string condition) =>
        $"EXISTS (SELECT 1 FROM {table} x WHERE x.run_pk = r.pk AND x.name_fold = {Key(c, leaf)} AND {condition})";

    private static string Key(Conditions c, PropertyComparison leaf) => c.Place(Names.Fold(leaf.Property.Key!));

    private static string? Statistic(Conditions c, PropertyComparison leaf)
    {
        string? column = leaf.Property.Statistic switch
        {
            nameof(Metric.Min) => "x.min_value",
            nameof(Metric.Max) => "x.max_value",
            nameof(Metric.First) => "x.first_value",
            nameof(Metric.Last) => "x.last_value",
            _ => null,
        };

        // Counts of points and steps are not supported: the statistics of a metric that a run lacks have a count of 0.
        return column is null || !IsNumber(leaf) ? null : $"(+{column} {Sign(leaf)} {c.Place(leaf.Value)} OR {column} IS NULL)";
    }

    // What the time zone of the value is, is decided when the block compares: a margin of two days covers every zone.
    private static string? Time(Conditions c, PropertyComparison leaf, string column)
    {
        if (leaf.Value is not DateTime time) return null;
        long ticks = time.Ticks;
        const long margin = 2 * TimeSpan.TicksPerDay;
        string low = $"{column} >= {c.Place(Math.Max(0, ticks - margin))}";
        string high = $"{column} <= {c.Place(Math.Min(DateTime.MaxValue.Ticks, ticks + margin))}";
        return $"({column} IS NULL OR " + leaf.Operator switch
        {
            FilterOperator.Less or FilterOperator.LessOrEqual => high,
            FilterOperator.Equal => $"{low} AND {high}",
            _ => low,
        } + ")";
    }

    private static string? Text(Conditions c, PropertyComparison leaf, string column) => IsPlainText(leaf) ? TextIs(c, column, leaf.Value!) : null;

    private static string TextIs(Conditions c, string column, object value) => $"({c.Dialect.EqualsIgnoringCase(column, c.Place(value))} OR {c.Dialect.HasOtherThanAscii(column)})";

    private static string Number(Conditions c) => c.Dialect.ParameterNumber("x.");

    private static RunStatus? StatusOf(PropertyComparison leaf) => leaf.Operator != FilterOperator.Equal ? null : leaf.Value switch
    {
        string value when RunStatusRules.TryParse(value, out RunStatus status) => status,
        _ => null,
    };

    private static bool IsNumber(PropertyComparison leaf) => leaf.Value switch
    {
        long integer => Math.Abs((double)integer) < Exact,
        double real => double.IsFinite(real) && Math.Abs(real) < Exact,
        _ => false,
    };

    private static bool IsPlainText(PropertyComparison leaf) => leaf.Operator == FilterOperator.Equal && IsPlain(leaf.Value);

    private static bool IsPlain(object? value) => value is string text && text.Length > 0 && text.All(character => character is >= ' ' and <= '~');

    private static string Sign(PropertyComparison leaf) => leaf.Operator switch
    {
        FilterOperator.Equal => "=",
        FilterOperator.Less => "<",
        FilterOperator.LessOrEqual => "<=",
        FilterOperator.Greater => ">",
        _ => ">=",
    };
}
