using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace ExperimentTracker.Session;

/// <summary>What cmdlets and completers both can see of a session.</summary>
/// <param name="Path">Locations and paths.</param>
/// <param name="Variables">Variables.</param>
/// <param name="Host">The host, where there is one to talk to.</param>
internal sealed record SessionView(PathIntrinsics Path, PSVariableIntrinsics Variables, PSHost? Host)
{
    public static SessionView Of(PSCmdlet cmdlet) => new(cmdlet.SessionState.Path, cmdlet.SessionState.PSVariable, cmdlet.Host);

    /// <summary>
    /// The session of the runspace that this thread works for, as a completer needs it. A completion runs inside a pipeline, where the
    /// runspace's own SessionStateProxy refuses to answer, so a nested command asks.
    /// </summary>
    public static SessionView? Current()
    {
        if (Runspace.DefaultRunspace is null) return null;
        using var nested = PowerShell.Create(RunspaceMode.CurrentRunspace);
        SessionState? state = nested.AddScript("$ExecutionContext.SessionState").Invoke<SessionState>().FirstOrDefault();
        return state is null ? null : new SessionView(state.Path, state.PSVariable, null);
    }
}
