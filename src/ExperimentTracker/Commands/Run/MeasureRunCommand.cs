using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Calculates statistics of metrics over runs: count, mean, spread and confidence interval, by group.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Run", DefaultParameterSetName = RunSet)]
[OutputType(typeof(RunMeasure))]
public sealed class MeasureRunCommand : RunCollectingCommand
{
    private const string RunSet = "Run";
    private const string ExperimentSet = "Experiment";

    /// <summary>The runs: ids, names with wildcards, paths or objects.</summary>
    [Parameter(ParameterSetName = RunSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public override RunIdentity[] Run { get; set; } = [];

    /// <summary>The experiments, with all their runs.</summary>
    [Parameter(ParameterSetName = ExperimentSet, Mandatory = true, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[] Experiment { get; set; } = [];

    /// <summary>Names of metrics, with wildcards. Without it, all that the runs have.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[] Metric { get; set; } = ["*"];

    /// <summary>
    /// The keys to group the runs by: <c>lr</c>, <c>Parameters.lr</c>, <c>Tags.team</c>, <c>Status</c>, <c>Week</c>, or a script block that calculates a value from
    /// each run.
    /// </summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(GroupKeyCompleter))]
    [AllowEmptyCollection]
    public object[] GroupBy { get; set; } = [];

    /// <summary>The statistic of a metric to use for each run.</summary>
    [Parameter]
    public MetricStatistic Statistic { get; set; }

    /// <summary>The confidence level of the interval.</summary>
    [Parameter]
    [NumberTransformation(typeof(double), Lowest = 0.01, Highest = 0.9999)]
    public double ConfidenceLevel { get; set; } = 0.95;

    // A mandatory -Run would be the only parameter that PowerShell binds pipeline objects to.
    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Run.Length == 0 && Experiment.Length == 0 && !MyInvocation.ExpectingInput) throw ComparisonErrors.NothingToMeasure();
    }

    /// <inheritdoc/>
    private protected override void AddMore() => ForEach(Experiment, identity =>
    {
        IExperimentStore store = StoreOf(identity);
        string[] ids = [.. identity.FindAll(store, Cancellation).Select(e => e.Id)];
        Add(store, store.Runs.Query(new() { ExperimentIds = ids }, Cancellation).Select(r => r.Id));
    });

    /// <inheritdoc/>
    private protected override void End(IReadOnlyList<Run> runs)
    {
        Run[] measured = [.. runs.DistinctBy(r => r.Id)];
        GroupKey[] keys = [.. GroupBy.Select(key => GroupKeys.Read(key, measured, RememberSource)).DistinctBy(k => k.Text, StringComparer.OrdinalIgnoreCase)];
        var missing = new List<string>();
        IReadOnlyList<string> names = MetricNames.Find(Metric, measured, missing.Add);
        foreach (RunMeasure measure in RunMeasures.Of(measured, keys, names, Statistic, ConfidenceLevel)) WriteObject(ComparisonObject.Of(measure));
        ForEach(missing.Where(text => measured.Length > 0 && !Wildcards.CanMatchNothing(text)), text => throw RunErrors.MetricNotFound(
            text, measured.Length == 1 ? $"Run {measured[0].Path} has no" : $"None of the {measured.Length} has the"));
    }
}
