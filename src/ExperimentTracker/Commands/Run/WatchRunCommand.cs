using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Charts;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Commands;

/// <summary>Shows in the terminal how far runs are, such as those of a sweep: counts, progress, time left, the best so far and their curves.</summary>
[Cmdlet(VerbsCommon.Watch, "Run", DefaultParameterSetName = ExperimentSet)]
[OutputType(typeof(string))]
public sealed class WatchRunCommand : TrackerCommand
{
    private const string ExperimentSet = "Experiment";
    private const string ParentSet = "ParentRun";
    private const string RunSet = "Run";

    private readonly List<(IExperimentStore Store, Run Run)> given = [];

    /// <summary>The experiment whose runs to watch.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ExperimentSet)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity? Experiment { get; set; }

    /// <summary>Only runs of the experiment that started at or after this time. For a run that has not started, the time it was created counts.</summary>
    [Parameter(ParameterSetName = ExperimentSet)]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? After { get; set; }

    /// <summary>The run whose children to watch; while it is open, more can come.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParentSet)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity? ParentRun { get; set; }

    /// <summary>The runs to watch: ids, names with wildcards, paths or objects.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RunSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>The metric to rank and draw.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MetricCompleter))]
    public string? Metric { get; set; }

    /// <summary>The number of runs that are expected.</summary>
    [Parameter(ParameterSetName = ExperimentSet), Parameter(ParameterSetName = ParentSet)]
    [IntegerTransformation(typeof(int?), Lowest = 1)]
    public int? Total { get; set; }

    /// <summary>The number of best runs to list.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int), Lowest = 0, Highest = 1000)]
    [PSDefaultValue(Help = "10")]
    public int First { get; set; } = 10;

    /// <summary>The height of the chart in lines.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = ChartOptions.LeastHeight, Highest = 500)]
    public int? Height { get; set; }

    /// <summary>Shows the lists without the chart.</summary>
    [Parameter]
    public SwitchParameter NoChart { get; set; }

    /// <summary>The maximum width in columns.</summary>
    [Parameter]
    [IntegerTransformation(typeof(int?), Lowest = ChartOptions.LeastWidth, Highest = 1000)]
    public int? Width { get; set; }

    /// <summary>The characters to use.</summary>
    [Parameter]
    public ChartStyle? Style { get; set; }

    /// <summary>Uses a logarithmic vertical axis.</summary>
    [Parameter]
    public SwitchParameter LogScale { get; set; }

    /// <summary>Shows the current state once, without waiting.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Run ?? [], identity =>
    {
        IExperimentStore store = StoreOf(identity);
        given.AddRange(identity.FindAll(store, Cancellation).Select(run => (store, run)));
    });

    /// <inheritdoc/>
    protected override void End()
    {
        if (ParameterSetName == RunSet && given.Count == 0) return;
        (IExperimentStore store, RunQuery query, string title, Run? parent) = Target();
        Using(store);
        var watch = new RunWatch(store, query, ChartScreen.Of(this))
        {
            Title = title,
            ParentId = parent?.Id,
            Sweep = parent is null ? null : SweepDefinition.Of(parent),
            Total = Total,
            Metric = Metric,
            First = First,
            Width = Width,
            Height = Height,
            HasChart = !NoChart,
            Style = Style,
            LogScale = LogScale,
        };
        foreach (string line in NoWait ? watch.Draw(Cancellation) : watch.Follow(Cancellation)) WriteObject(line);
    }

    private (IExperimentStore Store, RunQuery Query, string Title, Run? Parent) Target()
    {
        if (ParentRun is not null)
        {
            IExperimentStore store = StoreOf(ParentRun);
            Run parent = ParentRun.Find(store, Cancellation);
            return (store, new() { ParentRunId = parent.Id }, $"Runs of {DisplayText.Run(parent)}", parent);
        }

        if (Experiment is not null)
        {
            IExperimentStore store = StoreOf(Experiment);
            Experiment experiment = Experiment.Find(store, Cancellation);
            return (store, new() { ExperimentIds = [experiment.Id], StartedFrom = After }, $"Experiment {experiment.Name}", null);
        }

        IExperimentStore first = given[0].Store;
        if (given.Find(g => g.Store != first).Store is { } other) throw StoreErrors.SourcesDiffer(first.Path, other.Path);
        string[] ids = [.. given.Select(g => g.Run.Id).Distinct(StringComparer.Ordinal)];
        string[] experiments = [.. given.Select(g => g.Run.Experiment).Distinct()];
        return (first, new() { Ids = ids }, experiments is [var only] ? $"Runs of {only}" : $"Runs of {experiments.Length} experiments", null);
    }
}
