using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Session;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that reads what belongs to runs: those named or piped, or the current one.</summary>
public abstract class RunReadingCommand : TrackerCommand
{
    /// <summary>The runs: ids, names with wildcards, paths or objects. Without it, the current run.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>The runs to read from; one that is not found is reported, and the others go on.</summary>
    private protected IEnumerable<Run> TargetRuns() => Targets().Select(t => t.Run);

    /// <summary>The runs to read from, each with the name of the one series that was given in its place, if one was.</summary>
    private protected IEnumerable<(Run Run, string? Series)> Targets()
    {
        if (Run is null)
        {
            CurrentRun current = State.Current ?? throw RunErrors.NoCurrentRun();
            return Using(current.Store).Runs.Query(new() { Ids = [current.RunId], Removed = RemovedFilter.All }, Cancellation).Select(run => (run, (string?)null));
        }

        var found = new List<(Run, string?)>();
        ForEach(Run, identity => found.AddRange(
            RunSearch.Find(ReadStore, identity, new RunQuery(), Cancellation).Select(run => (run, identity.Series))));
        return found;
    }

    /// <summary>The store of the runs.</summary>
    private protected IExperimentStore RunStore => Run is null && Store is null && State.Current is { } current ? Using(current.Store) : ReadStore;
}
