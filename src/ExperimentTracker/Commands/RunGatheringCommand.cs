using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that does one thing with all the runs it is given: named, piped, of experiments, or the current one.</summary>
public abstract class RunGatheringCommand : TrackerCommand
{
    private protected const string RunSet = "Run";
    private protected const string ExperimentSet = "Experiment";

    private readonly List<(IExperimentStore Store, Run Run)> runs = [];
    private readonly List<(IExperimentStore Store, Experiment Experiment)> experiments = [];
    private int asked;
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

    /// <summary>Does the work, with the runs of each store in the order given, each once.</summary>
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
        // When nothing of what was asked for was found, that was reported; a pipeline that gave no runs is another thing.
        if (asked > 0 && found == 0) return;
        Process([.. runs.Select(r => r.Store).Concat(experiments.Select(e => e.Store)).Distinct().Select(store => new ReportSource(
            store,
            [.. runs.Where(r => r.Store == store).Select(r => r.Run).DistinctBy(r => r.Id)],
            [.. experiments.Where(e => e.Store == store).Select(e => e.Experiment).DistinctBy(e => e.Id)]))]);
    }

    private void Gather(Action find)
    {
        asked++;
        find();
        found++;
    }

    /// <summary>Adds the runs that are meant when none are named: the current one.</summary>
    private protected virtual void AddUnnamed()
    {
        CurrentRun current = State.Current ?? throw RunErrors.NoCurrentRun();
        Add(current.Store, current.Store.Runs.Query(new() { Ids = [current.RunId], Removed = RemovedFilter.All }, Cancellation));
    }

    /// <summary>Adds runs of a store.</summary>
    private protected void Add(IExperimentStore store, IEnumerable<Run> some) => runs.AddRange(some.Select(run => (store, run)));
}
