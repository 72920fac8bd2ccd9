using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Progress;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Alerts;

/// <summary>Creates what sends the deliveries of alerts in this session.</summary>
internal static class SessionSender
{
    // Errors end the block, so that it is tried again.
    private static readonly ScriptBlock Around = ScriptBlock.Create("param($block, $told) $ErrorActionPreference = 'Stop'; $null = $told | Microsoft.PowerShell.Core\\ForEach-Object -Process $block");

    /// <param name="cmdlet">The cmdlet that sends.</param>
    /// <param name="runsScripts">Whether blocks that are stored in a store are run.</param>
    /// <param name="secrets">The references that alerts may use, with wildcards; <see langword="null"/> for all.</param>
    /// <param name="remember">Remembers the source store of an event, for commands in a block.</param>
    /// <param name="time">The clock.</param>
    public static AlertSender Create(Cmdlet cmdlet, bool runsScripts, string[]? secrets, Action<object> remember, TimeProvider time) => new(
        new()
        {
            Secret = secrets is null ? AlertSecrets.Of : Allowed(secrets),
            Run = runsScripts ? (text, told) => Run(text, told, remember) : null,
            Build = BuildLog.Service,
            WriteToBuild = lines => BuildLog.Write(cmdlet, lines),
        },
        time);

    private static Func<SecretReference, SecretValue?> Allowed(string[] secrets)
    {
        NamePattern[] patterns = [.. secrets.Select(text => new NamePattern(text))];
        return reference => Array.Exists(patterns, pattern => pattern.IsMatch($"{reference}"))
            ? AlertSecrets.Of(reference)
            : throw AlertErrors.SecretNotAvailable($"{reference}", "the watcher does not let alerts use it: -AllowSecret names other ones");
    }

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
        catch (RuntimeException e)
        {
            // An error that the preference made a terminating one has another message itself.
            throw new AlertSendException($"The block failed: {e.ErrorRecord.Exception.Message}");
        }
    }
}
