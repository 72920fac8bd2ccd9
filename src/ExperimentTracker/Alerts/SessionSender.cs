using System.Management.Automation;
using ExperimentTracker.Progress;
using ExperimentTracker.Services;

namespace ExperimentTracker.Alerts;

/// <summary>Creates what sends the deliveries of alerts in this session.</summary>
internal static class SessionSender
{
    // Errors end the block, so that it is tried again.
    private static readonly ScriptBlock Around = ScriptBlock.Create("param($block, $told) $ErrorActionPreference = 'Stop'; $null = $told | Microsoft.PowerShell.Core\\ForEach-Object -Process $block");

    /// <param name="cmdlet">The cmdlet that sends.</param>
    /// <param name="runsScripts">Whether blocks that are stored in a store are run.</param>
    /// <param name="remember">Remembers the source store of an event, for commands in a block.</param>
    /// <param name="time">The clock.</param>
    public static AlertSender Create(Cmdlet cmdlet, bool runsScripts, Action<object> remember, TimeProvider time) => new(
        new()
        {
            Secret = AlertSecrets.Of,
            Run = runsScripts ? (text, told) => Run(text, told, remember) : null,
            Build = BuildLog.Service,
            WriteToBuild = lines => BuildLog.Write(cmdlet, lines),
        },
        time);

    private static void Run(string text, RunAlertEvent told, Action<object> remember)
    {
        remember(told);
        try
        {
            Around.Invoke(ScriptBlock.Create(text), told);
        }
        catch (PipelineStoppedException)
        {
            throw new OperationCanceledException();
        }
        catch (FlowControlException)
        {
            // break and exit end the block, and not the watcher.
        }
    }
}
