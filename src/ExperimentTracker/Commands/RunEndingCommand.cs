using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that ends runs: those that are named or piped, or the current one.</summary>
public abstract class RunEndingCommand : TrackerCommand
{
    /// <summary>The runs: ids, names, paths or objects. Without it, the current run.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>The reason, which the history of the run keeps.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyString]
    public string? Reason { get; set; }

    /// <summary>Returns the ended runs.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Ends the runs.</summary>
    private protected void EndRuns(RunStatus status, string? message, RunError? error)
    {
        if (Run is null)
        {
            CurrentRun current = State.Current ?? throw RunErrors.NoCurrentRun();
            if (current.IsStoreMissing) State.Pop(current);
            EndRun(current.Store, current.RunId, current.Path, status, message, error);
            return;
        }

        ForEach(Run, identity =>
        {
            IExperimentStore store = StoreOf(identity.Source) ?? State.StoreOf(identity.Text) ?? ReadStore;
            Run run = identity.Find(store, Cancellation);
            EndRun(store, run.Id, run.Path, status, message, error);
        });
    }

    private void EndRun(IExperimentStore store, string id, string path, RunStatus status, string? message, RunError? error)
    {
        Using(store);
        if (!ShouldChange($"run {path}", $"End as {status}")) return;
        State.RecordRest(store, id);
        try
        {
            Run ended = store.Runs.ChangeStatus(
                new() { RunId = id, To = status, Reason = Reason, ErrorMessage = message, Error = error, Actor = ProcessIdentities.Actor }, Cancellation);
            State.Pop(store, id);
            if (PassThru) WriteObject(ended);
        }
        catch (TrackerException)
        {
            // If another process ended or removed the run, it must not stay the current run. Not checked in a filter, which runs while the store's
            // own finally blocks are pending.
            if (!IsRunning(store, id)) State.Pop(store, id);
            throw;
        }
    }

    private bool IsRunning(IExperimentStore store, string id) =>
        store.Runs.Query(new() { Ids = [id], Statuses = [RunStatus.Running] }, Cancellation).Any();
}
