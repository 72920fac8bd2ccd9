using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Stores;

/// <summary>The login of a <c>-Credential</c>, whose password stays as PowerShell keeps it until a connection logs in.</summary>
internal sealed class SessionCredentials(PSCredential credential) : IStoreCredentials
{
    /// <inheritdoc/>
    public string User => credential.UserName;

    /// <inheritdoc/>
    public string GetPassword() => credential.GetNetworkCredential().Password;
}
