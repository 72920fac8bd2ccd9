using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Comparison;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Filters;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>Calculates statistics of metrics over runs: count, mean, spread and confidence interval, by group.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Run", DefaultParameterSetName = RunSet)]
[OutputType(typeof(RunMeasure))]
public sealed class MeasureRunCommand : RunCollectingCommand
{
    private const string RunSet = "Run";
    private const string ExperimentSet = "Experiment";

    private readonly List<(IExperimentStore Store, string Id)> experiments = [];
    private FilterProgram? program;

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

    /// <summary>Only runs of the experiments that are in one of these statuses.</summary>
    [Parameter(ParameterSetName = ExperimentSet)]
    [StatusTransformation]
    public RunStatus[]? Status { get; set; }

    /// <summary>Only runs of the experiments with these tags: <c>key</c> with any value or none, <c>key=value</c>, or a hashtable.</summary>
    [Parameter(ParameterSetName = ExperimentSet)]
    [ArgumentCompleter(typeof(TagCompleter))]
    public object[]? Tag { get; set; }

    /// <summary>Only runs of the experiments that started at or after this time. For a run that has not started, the time it was created counts.</summary>
    [Parameter(ParameterSetName = ExperimentSet)]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? After { get; set; }

    /// <summary>Only runs of the experiments that started before this time. For a run that has not started, the time it was created counts.</summary>
    [Parameter(ParameterSetName = ExperimentSet)]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? Before { get; set; }

    /// <summary>Only runs of the experiments for which this script block is true, as in Where-Object; <c>$_</c> is the run.</summary>
    [Parameter(ParameterSetName = ExperimentSet)]
    public ScriptBlock? Filter { get; set; }

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
        if (Filter is null) experiments.AddRange(ids.Select(id => (store, id)));
        else Add(store, Filtered(store, ids).Select(r => r.Id));
    });

    /// <inheritdoc/>
    private protected override void End(IReadOnlyList<(IExperimentStore Store, string Id)> wanted)
    {
        var sources = new MeasureSources([.. wanted.Select(w => w.Id)], Cancellation);
        foreach (var group in wanted.GroupBy(w => w.Store)) sources.Add(group.Key, new() { Ids = [.. group.Select(w => w.Id).Distinct(StringComparer.Ordinal)] });
        foreach (var group in experiments.GroupBy(e => e.Store)) sources.Add(group.Key, QueryOf([.. group.Select(e => e.Id).Distinct(StringComparer.Ordinal)]));
        bool hasBlock = GroupBy.Any(key => PlainValue.Of(key) is ScriptBlock);
        IReadOnlyList<Run>? grouped = GroupBy.Length == 0 ? null : sources.ReadRuns(hasBlock ? RunParts.All : RunParts.Parameters | RunParts.Tags);
        StatisticTable table = sources.ReadTable(Statistic == MetricStatistic.Best ? MetricStatistic.Min : Statistic);
        ReportUnknown(wanted, table.RunIds);
        if (grouped is not null) table = StatisticTable.Join([table], [.. grouped.Select(r => r.Id)]);

        // Otherwise the run determines which of several series a name means.
        bool areDistinct = table.HasDistinctNames;
        IReadOnlyList<Run> runs = areDistinct ? grouped ?? [] : sources.ReadRuns(RunParts.All);
        int count = areDistinct ? table.RunIds.Count : runs.Count;
        GroupKey[] keys = [.. GroupBy.Select(key => GroupKeys.Read(key, runs, RememberSource)).DistinctBy(k => k.Text, StringComparer.OrdinalIgnoreCase)];
        var missing = new List<string>();
        IReadOnlyList<string> names = areDistinct
            ? MetricNames.Find(Metric, table.Columns.Select(c => c.Name), missing.Add)
            : MetricNames.Find(Metric, runs, missing.Add);
        StatisticTable? highest = areDistinct && Statistic == MetricStatistic.Best ? StatisticTable.Join([sources.ReadTable(MetricStatistic.Max)], table.RunIds) : null;
        IEnumerable<RunMeasure> measures = areDistinct
            ? RunMeasures.Of(table, highest, runs, keys, names, Statistic, ConfidenceLevel)
            : RunMeasures.Of(runs, keys, names, Statistic, ConfidenceLevel);
        foreach (RunMeasure measure in measures) WriteObject(ComparisonObject.Of(measure));
        missing.RemoveAll(text => count == 0 || Wildcards.CanMatchNothing(text));
        string whose = missing.Count > 0 && count == 1 && sources.ReadRuns(RunParts.None) is [var only] ? $"Run {only.Path} has no" : $"None of the {count} has the";
        ForEach(missing, text => throw RunErrors.MetricNotFound(text, whose));
    }

    private void ReportUnknown(IReadOnlyList<(IExperimentStore Store, string Id)> wanted, IReadOnlyList<string> found)
    {
        if (wanted.Count == 0) return;
        HashSet<string> known = [.. found];
        ForEach(wanted.Where(w => !known.Contains(w.Id)), w => throw CatalogErrors.NotFound(RecordType.Run, w.Id));
    }

    private IEnumerable<Run> Filtered(IExperimentStore store, string[] experimentIds)
    {
        program ??= new FilterProgram(Filter!, SessionState);
        using var choice = new RunSelection(program, null, skip: 0, first: null, error => WriteError(error.ToErrorRecord()), RememberSource);
        foreach (Run run in choice.Of(store.Runs.Query(choice.Narrow(QueryOf(experimentIds)), Cancellation))) yield return run;
    }

    private RunQuery QueryOf(string[] experimentIds) => new()
    {
        ExperimentIds = experimentIds,
        Statuses = Status,
        Tags = DomainValues.Tags(Tag),
        StartedFrom = After,
        StartedBefore = Before,
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        program?.Dispose();
        base.Dispose(disposing);
    }
}
