using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Values;

namespace ExperimentTracker.Points;

/// <summary>
/// Creates points from rows that have a metric in each numeric column, such as the log of a training: <c>step, loss, accuracy</c>. All points of a row
/// have its step, and are written or refused together.
/// </summary>
/// <param name="given">The values of parameters.</param>
/// <param name="warn">Receives a warning for each column that is ignored, once.</param>
internal sealed class RowPoints(PointParameters given, Action<string> warn)
{
    private const string Epoch = "epoch";

    private readonly HashSet<string> numeric = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> ignored = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the points of a row; <see langword="null"/> if the object is not a row of this kind.</summary>
    /// <param name="input">The pipeline object.</param>
    /// <param name="fields">Its properties that do not name metrics.</param>
    /// <param name="target">The run.</param>
    /// <exception cref="TrackerException">A column cannot be read; then the row has no points.</exception>
    public SeriesAppend[]? Read(PSObject? input, in PointFields fields, RunTarget target)
    {
        bool isWide = fields.Key is null && fields.Value is null && given.Value is null && !DeferredAttribute.IsDeferred(given.Key);
        if (!isWide || RowColumns.Of(input) is not { } all) return null;
        (string Name, object? Value)[] columns = [.. all.Select(c => (c.Name.Trim(), c.Value)).Where(c => !PointProperties.IsField(c.Item1))];
        DistinctNames.Check("The row", columns.Select(c => c.Name));

        object? step = fields.Step;
        if (step is null && columns.FirstOrDefault(c => Is(c.Name, Epoch)) is { Name: not null } epoch)
        {
            step = epoch.Value ?? DBNull.Value;
            columns = [.. columns.Where(c => !Is(c.Name, Epoch))];
        }

        if (given.Key is not null) columns = [.. columns.Where(c => Is(c.Name, given.Key))];
        if (columns.Length == 0) return null;

        step = PipelinePoints.Pick(given.Step, step, input);
        object? at = PipelinePoints.Pick(given.Timestamp, fields.Timestamp, input);
        string? label = NameReader.Read("The label", PipelinePoints.Pick(given.Label, fields.Label, input));
        string? unit = given.Unit ?? NameReader.Read("The unit", fields.Unit);
        MetricGoal? goal = given.Goal ?? PipelinePoints.GoalOf(fields.Goal);
        (string Name, object? Value)[] metrics = [.. columns.Where(IsMetric)];
        if (metrics.Length == 0 && !columns.Any(c => NullCheck.IsNullOrBlank(c.Value))) throw RunErrors.PointWithoutKey();
        SeriesAppend[] appends = [.. metrics.Select(column =>
        {
            (string key, string? ofName) = SeriesName.Parse(column.Name, label);
            var point = new PointFieldReader(key);
            double[] values = point.Values(column.Value);
            return new SeriesAppend
            {
                RunId = target.Id,
                Key = key,
                Label = ofName,
                Values = values,
                Steps = step is null ? [] : point.Steps(step),
                Ticks = at is null ? new[] { UtcTicks.Now(target.Store.Time) } : point.Ticks(at),
                Unit = MetricValue.UnitOf(key, MetricValue.AreDurations(values), unit),
                Goal = goal,
            };
        })];
        numeric.UnionWith(metrics.Select(c => c.Name));
        return appends;
    }

    // A blank cell is a metric that was not measured at this step. A string that is no number is a description, unless the column had numbers or the
    // string can mean one: then it is a mistake, which is reported when the value is read.
    private bool IsMetric((string Name, object? Value) column)
    {
        if (NullCheck.IsNullOrBlank(column.Value)) return false;
        if (PlainValue.IsList(column.Value) || numeric.Contains(column.Name) || MetricValue.Read(column.Value, out _, out _) is null) return true;
        object? plain = PlainValue.Of(column.Value);
        if (plain is string text ? NumberText.CanMeanNumber(text) : plain is decimal || NumberReader.ToInteger(plain) is not null) return true;
        if (ignored.Add(column.Name)) warn($"The column '{column.Name}' is not a number here ({ValueProblem.Show(column.Value)}), and adds no point.");
        return false;
    }

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
