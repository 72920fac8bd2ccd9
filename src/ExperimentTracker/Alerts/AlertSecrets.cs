using System.Management.Automation;
using System.Net;
using System.Security;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Alerts;

/// <summary>Reads what references of alerts name: environment variables, and secrets of SecretManagement.</summary>
internal static class AlertSecrets
{
    private const string Module = "Microsoft.PowerShell.SecretManagement";

    private static readonly ScriptBlock Read = ScriptBlock.Create(
        $"param($name, $vault) $of = @{{ Name = $name; ErrorAction = 'Stop' }}; if ($vault) {{ $of.Vault = $vault }}; {Module}\\Get-Secret @of");

    /// <summary>Returns what a reference names; <see langword="null"/> if there is nothing.</summary>
    /// <exception cref="TrackerException"><c>SecretNotAvailable</c>.</exception>
    public static SecretValue? Of(SecretReference reference)
    {
        if (reference.IsVariable) return Environment.GetEnvironmentVariable(reference.Name) is { Length: > 0 } text ? new(text) : null;
        try
        {
            return Read.Invoke(reference.Name, reference.Vault) is [{ BaseObject: var secret }] ? Convert(reference, secret) : null;
        }
        catch (PipelineStoppedException)
        {
            throw new OperationCanceledException();
        }
        catch (RuntimeException e)
        {
            // Without the module there is no such command.
            throw AlertErrors.SecretNotAvailable($"{reference}", e.GetBaseException() is CommandNotFoundException or ItemNotFoundException && e.Message.Contains(Module, StringComparison.Ordinal)
                ? $"it is a secret of SecretManagement, which is not installed: Install-PSResource {Module}"
                : $"SecretManagement says: {e.Message.TrimEnd('.')}");
        }
    }

    private static SecretValue Convert(SecretReference reference, object secret) => secret switch
    {
        PSCredential credential => new(null, credential.GetNetworkCredential()),
        SecureString secure => new(new NetworkCredential("", secure).Password),
        string text => new(text),
        _ => throw AlertErrors.SecretNotAvailable($"{reference}", "it is neither a text nor a credential"),
    };
}
