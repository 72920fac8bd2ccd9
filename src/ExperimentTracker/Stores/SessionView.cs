using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace ExperimentTracker.Stores;

/// <summary>The parts of a session that both cmdlets and completers can access.</summary>
/// <param name="Path">Locations and paths.</param>
/// <param name="Variables">Variables.</param>
/// <param name="Host">The host, if there is one.</param>
internal sealed record SessionView(PathIntrinsics Path, PSVariableIntrinsics Variables, PSHost? Host)
{
    /// <summary>Whether <c>$WhatIfPreference</c> is true for the caller.</summary>
    public bool IsWhatIf => LanguagePrimitives.IsTrue(Variables.GetValue("WhatIfPreference"));

    /// <summary>Whether the session has the file system provider.</summary>
    public bool HasFileSystem => Folder is not null;

    /// <summary>The current location in the file system; <see langword="null"/> without the file system provider.</summary>
    public string? Folder
    {
        get
        {
            try
            {
                return Path.CurrentFileSystemLocation.ProviderPath;
            }
            catch (Exception e) when (e is ProviderNotFoundException or System.Management.Automation.DriveNotFoundException)
            {
                return null;
            }
        }
    }

    public static SessionView Of(PSCmdlet cmdlet) => new(cmdlet.SessionState.Path, cmdlet.SessionState.PSVariable, cmdlet.Host);

    /// <summary>The session of the runspace that this thread works for, for a completer.</summary>
    /// <remarks>Runspace.SessionStateProxy cannot be used: it throws while a pipeline is running, and a completion is one.</remarks>
    public static SessionView? Current() =>
        Runspace.DefaultRunspace is not null && ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs() is PSObject { BaseObject: EngineIntrinsics engine }
            ? new SessionView(engine.SessionState.Path, engine.SessionState.PSVariable, null)
            : null;
}
