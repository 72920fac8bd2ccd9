using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ExperimentTracker.Sessions;

/// <summary>
/// The scripts on a runspace's call stack, innermost first, distinguished by their InvocationInfo, which is one object per call. A dot-sourced script
/// does not count, because what it starts belongs to the script that sources it; functions do not count either, so that a helper function can start a
/// run for its caller.
/// </summary>
internal sealed class RunningScripts
{
    private readonly List<InvocationInfo> calls = [];
    private InvocationInfo? innermostOfAny;

    public RunningScripts(Runspace runspace)
    {
        foreach (CallStackFrame frame in runspace.Debugger.GetCallStack())
        {
            Depth++;
            if (frame.InvocationInfo is not { MyCommand: ExternalScriptInfo } call) continue;
            innermostOfAny ??= call;
            if (call.InvocationName != ".") calls.Add(call);
        }
    }

    /// <summary>The number of scripts, functions and blocks on the call stack. The text of a command line is one of them.</summary>
    public int Depth { get; }

    public InvocationInfo? Innermost => calls.FirstOrDefault();

    public InvocationInfo? Outermost => calls.LastOrDefault();

    /// <summary>The full path of the innermost script, or <see langword="null"/> at a prompt.</summary>
    public string? Path => (Innermost?.MyCommand as ExternalScriptInfo)?.Path;

    /// <summary>The full path of the innermost script, dot-sourced or not: agents of build services dot-source the script of a step.</summary>
    public string? AnyPath => (innermostOfAny?.MyCommand as ExternalScriptInfo)?.Path;

    /// <summary>The arguments of the innermost script, dot-sourced or not.</summary>
    public IReadOnlyDictionary<string, object?> Arguments => innermostOfAny?.BoundParameters ?? [];

    public bool Contains(InvocationInfo call) => calls.Contains(call);
}
