using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;
using ExperimentTracker.Completion;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Calculates statistics of metrics over runs: count, mean, spread and confidence interval, by group.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Run")]
[OutputType(typeof(RunMeasure))]
public sealed class MeasureRunCommand : RunCollectingCommand
{
    /// <summary>The runs: ids, names with wildcards, paths or objects.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity[] Run { get; set; } = [];

    /// <summary>Names of metrics, with wildcards. Without it, all that the runs have.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[] Metric { get; set; } = ["*"];

    /// <summary>The keys to group the runs by: <c>Parameters.lr</c>, <c>Tags.team</c>, <c>Status</c>, <c>Origin.GitBranch</c>.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(GroupKeyCompleter))]
    [AllowEmptyCollection]
    public string[] GroupBy { get; set; } = [];

    /// <summary>The statistic of a metric to use for each run.</summary>
    [Parameter]
    public MetricStatistic Statistic { get; set; }

    /// <summary>The confidence level of the interval.</summary>
    [Parameter]
    [NumberTransformation(typeof(double), Lowest = 0.01, Highest = 0.9999)]
    public double ConfidenceLevel { get; set; } = 0.95;

    /// <inheritdoc/>
    private protected override void End(IReadOnlyList<Run> runs)
    {
        GroupKey[] keys = [.. GroupBy.Select(GroupKey.Parse).DistinctBy(k => k.Text, StringComparer.OrdinalIgnoreCase)];
        Run[] measured = [.. runs.DistinctBy(r => r.Id)];
        var missing = new List<string>();
        IReadOnlyList<string> names = MetricNames.Find(Metric, measured, missing.Add);
        foreach (RunMeasure measure in RunMeasures.Of(measured, keys, names, Statistic, ConfidenceLevel)) WriteObject(ComparisonObject.Of(measure));
        ForEach(missing.Where(text => measured.Length > 0 && !Wildcards.CanMatchNothing(text)), text => throw RunErrors.MetricNotFound(
            text, measured.Length == 1 ? $"Run {measured[0].Path} has no" : $"None of the {measured.Length} has the"));
    }
}
