using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that writes to a run: the one named, or the current one.</summary>
public abstract class RunWritingCommand : TrackerCommand
{
    private readonly Dictionary<string, bool> allowed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);

    /// <summary>The run: its id, name, path or object. Without it, the current run.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [ArgumentCompleter(typeof(RunCompleter))]
    public virtual RunIdentity? Run { get; set; }

    /// <summary>The id of the run to write to.</summary>
    /// <exception cref="TrackerException"><c>NoCurrentRun</c>, <c>RunNotFound</c> or <c>RunAmbiguous</c>.</exception>
    private protected string TargetRunId
    {
        get
        {
            if (Run is null) return (State.Current ?? throw RunErrors.NoCurrentRun()).RunId;
            if (Run.IsExact) return Run.Text;
            if (!ids.TryGetValue(Run.Text, out string? id)) ids.Add(Run.Text, id = Run.Find(ReadStore, Cancellation).Id);
            return id;
        }
    }

    /// <summary>The store of the run to write to: a run that this session started stays in the store it was started in.</summary>
    private protected IExperimentStore RunStore =>
        Store is not null ? ReadStore
        : Using(Run is null ? (State.Current ?? throw RunErrors.NoCurrentRun()).Store : State.StoreOf(Run.Text) ?? ReadStore);

    /// <summary>Asks once a run whether to write to it.</summary>
    private protected bool ShouldWrite(string runId, string action)
    {
        if (!allowed.TryGetValue(runId, out bool yes)) allowed.Add(runId, yes = ShouldProcess($"run {RecordId.Shorten(runId)}", action));
        return yes;
    }
}
