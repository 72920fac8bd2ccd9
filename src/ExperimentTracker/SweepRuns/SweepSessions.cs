using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ExperimentTracker.Rules;

namespace ExperimentTracker.SweepRuns;

/// <summary>The sessions on other machines that run trials of a sweep: those that are given, and those that are opened for the sweep over SSH and closed after it.</summary>
/// <param name="cmdlet">The cmdlet, whose host and credentials the engine's own cmdlets use.</param>
internal sealed class SweepSessions(PSCmdlet cmdlet) : IDisposable
{
    // The module that the session has loaded, or the one that it finds. Its error is that it is missing.
    private static readonly ScriptBlock FindModule = ScriptBlock.Create(
        """
        param($sessions)
        Microsoft.PowerShell.Core\Invoke-Command -Session $sessions -ErrorAction Stop -ScriptBlock {
            $name = 'ExperimentTracker'
            if (!(Get-Module $name)) { Import-Module $name -ErrorAction Ignore -WarningAction Ignore }
            "$(@(Get-Module $name)[0].Version)"
        }
        """);

    private static readonly ScriptBlock Open = ScriptBlock.Create("param($names) Microsoft.PowerShell.Core\\New-PSSession -HostName $names -ErrorAction Stop");
    private static readonly ScriptBlock Close = ScriptBlock.Create("param($sessions) Microsoft.PowerShell.Core\\Remove-PSSession -Session $sessions -ErrorAction Ignore");

    private readonly List<PSSession> opened = [];

    /// <summary>All sessions.</summary>
    public PSSession[] All { get; private set; } = [];

    /// <summary>Opens sessions to the machines, and checks that all sessions have the module in the version of this one.</summary>
    /// <param name="given">Open sessions, which stay open.</param>
    /// <param name="machines">The machines, as <c>user@name:port</c>.</param>
    /// <param name="perMachine">The number of sessions for each machine.</param>
    /// <exception cref="TrackerException"><c>SessionModuleDiffers</c>.</exception>
    /// <exception cref="RuntimeException">A session cannot be opened or used.</exception>
    public void Prepare(IEnumerable<PSSession> given, IEnumerable<string> machines, int perMachine)
    {
        string[] names = [.. machines.SelectMany(name => Enumerable.Repeat(name, perMachine))];
        if (names.Length > 0) opened.AddRange(Run(Open, names).Select(result => (PSSession)result.BaseObject));
        All = [.. given, .. opened];
        string here = cmdlet.MyInvocation.MyCommand.Module.Version.ToString();
        foreach (PSObject version in Run(FindModule, All))
        {
            string there = version.ToString();
            if (there != here) throw SweepErrors.SessionModuleDiffers($"{version.Properties["PSComputerName"]?.Value}", there, here);
        }
    }

    /// <summary>Closes the sessions that were opened here.</summary>
    public void Dispose()
    {
        if (opened.Count == 0) return;
        try
        {
            Run(Close, opened.ToArray());
        }
        catch (RuntimeException)
        {
            // A pipeline that is being stopped runs no command.
            foreach (PSSession session in opened) session.Runspace.Dispose();
        }

        opened.Clear();
    }

    private Collection<PSObject> Run(ScriptBlock script, object argument) =>
        cmdlet.InvokeCommand.InvokeScript(useLocalScope: true, script, null, argument);
}
