using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that reads records of runs: those that are named or piped, or the current one.</summary>
public abstract class RunReadingCommand : TrackerCommand
{
    /// <summary>The runs: ids, names with wildcards, paths or objects. Without it, the current run.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public virtual RunIdentity[]? Run { get; set; }

    /// <summary>Calls an action for each run. A run that is not found is written as an error, and processing continues with the others.</summary>
    private protected void ForEachRun(Action<RunToRead> action) => ForEach(Targets(), target =>
    {
        Using(target.Store);
        action(target);
    });

    /// <summary>Returns the runs. A run that is not found is written as an error, and processing continues with the others.</summary>
    private protected IReadOnlyList<RunToRead> Targets()
    {
        if (Run is null)
        {
            CurrentRun current = State.Current ?? throw RunErrors.NoCurrentRun();
            IExperimentStore store = current.Store;
            var query = new RunQuery { Ids = [current.RunId], Removed = RemovedFilter.All };
            return [.. store.Runs.Query(query, Cancellation).Select(run => new RunToRead(store, run, null))];
        }

        var found = new List<RunToRead>();
        ForEach(Run, identity =>
        {
            IExperimentStore store = StoreOf(identity);
            found.AddRange(identity.FindAll(store, Cancellation).Select(run => new RunToRead(store, run, identity.Series)));
        });
        return found;
    }
}
