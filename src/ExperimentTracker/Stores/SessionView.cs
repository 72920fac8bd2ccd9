using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace ExperimentTracker.Stores;

/// <summary>What cmdlets and completers both can see of a session.</summary>
/// <param name="Path">Locations and paths.</param>
/// <param name="Variables">Variables.</param>
/// <param name="Host">The host, where there is one to talk to.</param>
internal sealed record SessionView(PathIntrinsics Path, PSVariableIntrinsics Variables, PSHost? Host)
{
    public static SessionView Of(PSCmdlet cmdlet) => new(cmdlet.SessionState.Path, cmdlet.SessionState.PSVariable, cmdlet.Host);

    /// <summary>The session of the runspace that this thread works for, as a completer needs it.</summary>
    /// <remarks>Runspace.SessionStateProxy would not do: it refuses while a pipeline runs, and completion is one.</remarks>
    public static SessionView? Current() =>
        Runspace.DefaultRunspace is not null && ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs() is PSObject { BaseObject: EngineIntrinsics engine }
            ? new SessionView(engine.SessionState.Path, engine.SessionState.PSVariable, null)
            : null;
}
