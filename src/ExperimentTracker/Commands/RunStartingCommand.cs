using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Errors;
using ExperimentTracker.Formatting;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that starts a run: what it can keep of where it is started.</summary>
public abstract class RunStartingCommand : RunCreatingCommand
{
    /// <summary>
    /// Keeps the uncommitted changes of the git work tree as the artifact <c>git/uncommitted.diff</c>, and the names of untracked files as
    /// <c>git/untracked.txt</c>.
    /// </summary>
    [Parameter]
    public SwitchParameter CaptureDiff { get; set; }

    /// <summary>Logs what the calling script was called with as parameters; those of -Parameter come first.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter CaptureParameters { get; set; }

    /// <summary>
    /// How often this process says in the store that it lives: a number of seconds or a time span. Then another host that opens the store can tell
    /// that the run is dead; on this one the lock of the process tells it anyway.
    /// </summary>
    [Parameter]
    [IntervalTransformation]
    public TimeSpan? Heartbeat { get; set; }

    /// <inheritdoc/>
    private protected override NamedValues ParametersToStartWith(Run? like)
    {
        NamedValues given = base.ParametersToStartWith(like);
        if (!CaptureParameters) return given;
        NamedValues captured = Redactor.Values(DomainValues.Captured(State.Scripts.Arguments));
        return new(given.Pairs.Concat(captured.Pairs.Where(p => !given.Contains(p.Key))));
    }

    /// <summary>Notes the build on a run that was there before: the one that started it last.</summary>
    private protected Run NoteBuild(IExperimentStore store, Run run)
    {
        NamedValues facts = CaptureBuild();
        if (facts.Count == 0) return run;
        store.Tags.Set(RecordType.Run, run.Id, facts, Cancellation);
        return store.Runs.Query(new() { Ids = [run.Id] }, Cancellation).FirstOrDefault() ?? run;
    }

    /// <summary>Keeps what the run was started with beside its record. A failure is reported, and costs no run.</summary>
    private protected void KeepContext(IExperimentStore store, Run run)
    {
        if (!CaptureDiff || NoProvenance) return;
        try
        {
            KeepDiff(store, run);
        }
        catch (TrackerException error)
        {
            WriteError(error.ToErrorRecord());
        }
    }

    private void KeepDiff(IExperimentStore store, Run run)
    {
        if (GitWorkTree.Of(run.Origin) is not { } tree)
        {
            WriteWarning($"-CaptureDiff keeps nothing: {DisplayText.Text(run.Origin.WorkingDirectory)} is in no git work tree.");
        }
        else if (UncommittedChanges.Of(tree) is not { } changes)
        {
            WriteWarning($"-CaptureDiff keeps nothing: git gave no answer about {DisplayText.Text(tree.Root)}.");
        }
        else
        {
            changes.Keep(store, run.Id, Redactor, Cancellation);
        }
    }
}
