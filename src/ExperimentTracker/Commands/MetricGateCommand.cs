using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that tests whether metrics of runs are worse than a baseline.</summary>
public abstract class MetricGateCommand : RunReadingCommand
{
    private protected const string HistorySet = "History";
    private const string BaselineSet = "Baseline";
    private const string ModelSet = "Model";

    private readonly List<RunToRead> candidates = [];
    private int tested;

    /// <summary>Names of metrics, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string[] Metric { get; set; } = [];

    /// <summary>The runs to compare with. The tested run is never one of them.</summary>
    [Parameter(ParameterSetName = BaselineSet, Mandatory = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Baseline { get; set; } = [];

    /// <summary>Compares with the run that made the version of this model that is in Production.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public ModelIdentity? BaselineModel { get; set; }

    /// <summary>Compares with that many runs: the last of the experiment that succeeded before the tested one.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ValidateRange(1, int.MaxValue)]
    public int BaselineLast { get; set; } = 1;

    /// <summary>Tags that the runs of the baseline must have: <c>key</c>, <c>key=value</c> or a hashtable.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? BaselineTag { get; set; }

    /// <summary>The branch that the runs of the baseline must be of, as the build or git told it.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    public string? BaselineBranch { get; set; }

    /// <summary>What else must hold of the runs of the baseline: a block as Where-Object takes it.</summary>
    [Parameter(ParameterSetName = HistorySet)]
    public ScriptBlock? BaselineFilter { get; set; }

    /// <summary>How to decide: by what is tolerated, by a prediction for one run, or by Welch's test of several.</summary>
    [Parameter]
    public MetricTestMethod Method { get; set; }

    /// <summary>How much worse is no failure, in the unit of the metric.</summary>
    [Parameter]
    [ValidateRange(0.0, double.MaxValue)]
    public double Tolerance { get; set; }

    /// <summary>How much worse is no failure, as a fraction of the baseline: 0.02 for two percent.</summary>
    [Parameter]
    [ValidateRange(0.0, double.MaxValue)]
    public double RelativeTolerance { get; set; }

    /// <summary>With a statistical method: how often a run that is no worse may fail.</summary>
    [Parameter]
    [Alias("Alpha")]
    [ValidateRange(0.000001, 0.5)]
    public double SignificanceLevel { get; set; } = 0.05;

    /// <summary>Which direction is better; without it, what the runs say.</summary>
    [Parameter]
    public MetricGoal? Goal { get; set; }

    /// <summary>Which number of a metric stands for its run.</summary>
    [Parameter]
    public MetricStatistic Statistic { get; set; }

    /// <summary>Passes as long as there are too few runs to be a baseline.</summary>
    [Parameter]
    public SwitchParameter AllowMissingBaseline { get; set; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        foreach (RunToRead target in Targets())
        {
            if (Method == MetricTestMethod.Welch) candidates.Add(target);
            else Test(target.Store, [target.Run]);
        }
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        if (candidates.Count > 0) Test(candidates[0].Store, [.. candidates.Select(c => c.Run).DistinctBy(r => r.Id)]);

        // A gate that nothing came to must not look like one that all passed.
        if (tested == 0 && !HasErrors) ForEach([ComparisonErrors.NothingToTest()], error => throw error);
        Finish();
    }

    /// <summary>Takes a result.</summary>
    private protected abstract void Take(MetricTest test);

    /// <summary>Called once, after the last result.</summary>
    private protected abstract void Finish();

    // The runs of a baseline come from where they are; what is tested, from elsewhere perhaps.
    private protected override bool ProvidesSourceStore(string parameter) => parameter is not (nameof(Baseline) or nameof(BaselineModel));

    private void Test(IExperimentStore store, Run[] runs)
    {
        tested += runs.Length;
        IReadOnlyList<Run> baseline = Selection().Find(runs, store, identity => StoreOf(identity.Source) ?? store, Cancellation);
        Using(store);
        var texts = new List<string>();
        IReadOnlyList<string> found = MetricNames.Find(Metric, runs.Concat(baseline), texts.Add);
        ForEach(texts.Where(Wildcards.MayFitNone), text => throw RunErrors.MetricNotFound(text, $"Neither run {runs[0].Path} nor its baseline has a"));
        ForEach(found.Concat(texts.Where(text => !Wildcards.MayFitNone(text))), name => Take(MetricTester.Test(name, runs, baseline, Options())));
    }

    private BaselineSelection Selection() => new()
    {
        Runs = Baseline,
        Model = BaselineModel,
        ModelMayLack = AllowMissingBaseline,
        Last = BaselineLast,
        Tags = BaselineTag,
        Branch = BaselineBranch,
        Filter = BaselineFilter,
    };

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
