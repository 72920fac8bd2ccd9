using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that tests whether metrics of runs are worse than a baseline, or beyond a limit.</summary>
public abstract class MetricGateCommand : RunReadingCommand
{
    private protected const string HistorySet = "History";
    private const string BaselineSet = "Baseline";
    private const string ModelSet = "Model";
    private const string LimitSet = "Limit";

    private readonly List<RunToRead> candidates = [];
    private int tested;

    /// <summary>Names of metrics, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[] Metric { get; set; } = [];

    /// <summary>The baseline runs. The tested run is never one of them.</summary>
    [Parameter(ParameterSetName = BaselineSet, Mandatory = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Baseline { get; set; } = [];

    /// <summary>Uses the run of the model's version in Production as the baseline.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity? BaselineModel { get; set; }

    /// <summary>Uses this number of runs as the baseline: the last successful ones of the experiment before the tested run.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [IntegerTransformation(typeof(int), Lowest = 1)]
    public int BaselineLast { get; set; } = 1;

    /// <summary>Tags that the baseline runs must have: <c>key</c>, <c>key=value</c> or a hashtable.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? BaselineTag { get; set; }

    /// <summary>The branch that the baseline runs must have, as recorded from the build or from git.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    public string? BaselineBranch { get; set; }

    /// <summary>A further condition for the baseline runs: a script block as for Where-Object.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    public ScriptBlock? BaselineFilter { get; set; }

    /// <summary>The lowest value that passes. There is no baseline.</summary>
    [Parameter(ParameterSetName = LimitSet)]
    [NumberTransformation(typeof(double?))]
    public double? Minimum { get; set; }

    /// <summary>The highest value that passes. There is no baseline.</summary>
    [Parameter(ParameterSetName = LimitSet)]
    [NumberTransformation(typeof(double?))]
    public double? Maximum { get; set; }

    /// <summary>The method of the test: a tolerance, a prediction interval for one run, or Welch's or the Mann-Whitney test of several runs against several.</summary>
    [Parameter(ParameterSetName = HistorySet), Parameter(ParameterSetName = BaselineSet), Parameter(ParameterSetName = ModelSet)]
    [ValidateSet(nameof(MetricTestMethod.Tolerance), nameof(MetricTestMethod.Prediction), nameof(MetricTestMethod.Welch), nameof(MetricTestMethod.MannWhitney))]
    public MetricTestMethod Method { get; set; }

    /// <summary>The absolute tolerance, in the unit of the metric.</summary>
    [Parameter(ParameterSetName = HistorySet), Parameter(ParameterSetName = BaselineSet), Parameter(ParameterSetName = ModelSet)]
    [NumberTransformation(typeof(double), Lowest = 0, Highest = double.MaxValue)]
    public double Tolerance { get; set; }

    /// <summary>The relative tolerance, as a fraction of the baseline: 0.02 for two percent.</summary>
    [Parameter(ParameterSetName = HistorySet), Parameter(ParameterSetName = BaselineSet), Parameter(ParameterSetName = ModelSet)]
    [NumberTransformation(typeof(double), Lowest = 0, Highest = double.MaxValue)]
    public double RelativeTolerance { get; set; }

    /// <summary>For a statistical method, the significance level: the probability that a run which is not worse fails.</summary>
    [Parameter(ParameterSetName = HistorySet), Parameter(ParameterSetName = BaselineSet), Parameter(ParameterSetName = ModelSet)]
    [Alias("Alpha")]
    [NumberTransformation(typeof(double), Lowest = 0.000001, Highest = 0.5)]
    public double SignificanceLevel { get; set; } = 0.05;

    /// <summary>The goal; defaults to the goal that the runs have.</summary>
    [Parameter]
    public MetricGoal? Goal { get; set; }

    /// <summary>The statistic of a metric to use for each run.</summary>
    [Parameter]
    public MetricStatistic Statistic { get; set; }

    /// <summary>Passes while there are too few runs for a baseline.</summary>
    [Parameter(ParameterSetName = HistorySet), Parameter(ParameterSetName = BaselineSet), Parameter(ParameterSetName = ModelSet)]
    public SwitchParameter AllowMissingBaseline { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        foreach (RunToRead target in Targets())
        {
            if (Method is MetricTestMethod.Welch or MetricTestMethod.MannWhitney) candidates.Add(target);
            else Test(target.Store, [target.Run]);
        }
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        if (candidates.Count > 0) Test(candidates[0].Store, [.. candidates.Select(c => c.Run).DistinctBy(r => r.Id)]);

        // Without tested runs the gate must not pass.
        if (tested == 0 && !HasErrors) ForEach([ComparisonErrors.NothingToTest()], error => throw error);
        Finish();
    }

    /// <summary>Processes a result.</summary>
    private protected abstract void Report(MetricTest test);

    /// <summary>Called once, after the last result.</summary>
    private protected abstract void Finish();

    // The baseline runs use their own store; the tested runs can come from another one.
    private protected override bool ProvidesSourceStore(string parameter) => parameter is not (nameof(Baseline) or nameof(BaselineModel));

    private void Test(IExperimentStore store, Run[] runs)
    {
        tested += runs.Length;
        bool hasLimits = Minimum is not null || Maximum is not null;
        IReadOnlyList<Run> baseline = hasLimits ? [] : Selection().Find(runs, store, identity => StoreOf(identity.Source) ?? store, Cancellation);
        Using(store);
        var texts = new List<string>();
        IReadOnlyList<string> found = MetricNames.Find(Metric, runs.Concat(baseline), texts.Add);
        ForEach(texts.Where(Wildcards.CanMatchNothing), text => throw RunErrors.MetricNotFound(text, hasLimits ? $"Run {runs[0].Path} has no" : $"Neither run {runs[0].Path} nor its baseline has a"));
        ForEach(found.Concat(texts.Where(text => !Wildcards.CanMatchNothing(text))), name => Report(hasLimits ? Limits().Test(name, runs[0]) : MetricTester.Test(name, runs, baseline, Options())));
    }

    private BaselineSelection Selection() => new()
    {
        Runs = Baseline,
        Model = BaselineModel,
        AllowMissingModel = AllowMissingBaseline,
        Last = BaselineLast,
        Tags = BaselineTag,
        Branch = BaselineBranch,
        Filter = BaselineFilter,
        Session = SessionState,
    };

    private MetricLimits Limits() => new() { Minimum = Minimum, Maximum = Maximum, Statistic = Statistic, Goal = Goal };

    private MetricTestOptions Options() => new()
    {
        Method = Method,
        Goal = Goal,
        Statistic = Statistic,
        Tolerance = Tolerance,
        RelativeTolerance = RelativeTolerance,
        SignificanceLevel = SignificanceLevel,
        AllowMissingBaseline = AllowMissingBaseline,
    };
}
