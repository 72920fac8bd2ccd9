using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Reports;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that processes all its runs together: those that are named or piped, those of experiments, or the current one.</summary>
public abstract class RunGatheringCommand : TrackerCommand
{
    private protected const string RunSet = "Run";
    private protected const string ExperimentSet = "Experiment";

    private readonly List<(IExperimentStore Store, Run Run)> runs = [];
    private readonly List<(IExperimentStore Store, Experiment Experiment)> experiments = [];
    private int requested;
    private int found;

    /// <summary>The runs: ids, names with wildcards, paths or objects. Without them, the current run.</summary>
    [Parameter(ParameterSetName = RunSet, ValueFromPipeline = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>The experiments, with all their runs.</summary>
    [Parameter(ParameterSetName = ExperimentSet, Mandatory = true, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>The title. Without it, a default title.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? Title { get; set; }

    /// <summary>The statistic of a metric that determines the best run.</summary>
    [Parameter]
    public MetricStatistic Statistic { get; set; }

    /// <summary>The statuses of the runs that can be the best.</summary>
    [Parameter]
    [StatusTransformation]
    [PSDefaultValue(Help = "Succeeded")]
    public RunStatus[] RankStatus { get; set; } = [RunStatus.Succeeded];

    /// <summary>Which run is the best.</summary>
    private protected RunRanking Ranking => new() { Statistic = Statistic, Statuses = RankStatus };

    /// <summary>Processes the distinct runs of each store, in the order given.</summary>
    private protected abstract void Process(IReadOnlyList<ReportSource> sources);

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        if (Run is null && Experiment is null) Gather(AddUnnamed);
        ForEach(Run ?? [], identity => Gather(() =>
        {
            IExperimentStore store = StoreOf(identity);
            Add(store, identity.FindAll(store, Cancellation));
        }));
        ForEach(Experiment ?? [], identity => Gather(() =>
        {
            IExperimentStore store = StoreOf(identity);
            foreach (Experiment experiment in identity.FindAll(store, Cancellation))
            {
                experiments.Add((store, experiment));
                Add(store, store.Runs.Query(new() { ExperimentIds = [experiment.Id] }, Cancellation));
            }
        }));
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        // If none of the requested runs was found, errors were already written; an empty pipeline is not an error here.
        if (requested > 0 && found == 0) return;
        Process([.. runs.Select(r => r.Store).Concat(experiments.Select(e => e.Store)).Distinct().Select(store => new ReportSource(
            store,
            [.. runs.Where(r => r.Store == store).Select(r => r.Run).DistinctBy(r => r.Id)],
            [.. experiments.Where(e => e.Store == store).Select(e => e.Experiment).DistinctBy(e => e.Id)]))]);
    }

    private void Gather(Action find)
    {
        requested++;
        find();
        found++;
    }

    /// <summary>Adds the runs to use when none are named: the current one.</summary>
    private protected virtual void AddUnnamed()
    {
        CurrentRun current = State.Current ?? throw RunErrors.NoCurrentRun();
        Add(current.Store, current.Store.Runs.Query(new() { Ids = [current.RunId], Removed = RemovedFilter.All }, Cancellation));
    }

    /// <summary>Adds runs of a store.</summary>
    private protected void Add(IExperimentStore store, IEnumerable<Run> some) => runs.AddRange(some.Select(run => (store, run)));
}
