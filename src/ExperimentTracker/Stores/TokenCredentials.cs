using System.Management.Automation;
using System.Net;
using System.Security;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Stores;

/// <summary>
/// A login whose password is a token that expires, which a script block gets. The block runs in a runspace of its own, because connections are opened by any thread, also
/// while the session is busy. The token is in memory only.
/// </summary>
/// <param name="provider">The script block.</param>
internal sealed class TokenCredentials(ScriptBlock provider) : IStoreCredentials
{
    // Tokens of clouds are valid for 15 minutes or longer; each connection needs one only when it logs in.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);
    private static readonly string[] TokenNames = ["Token", "AccessToken"];

    private readonly object gate = new();
    private readonly string script = provider.ToString();
    private string? token;
    private DateTimeOffset validUntil;

    /// <inheritdoc/>
    public string? User => null;

    /// <inheritdoc/>
    public string GetPassword()
    {
        lock (gate)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            if (token is null || now >= validUntil) (token, validUntil) = Ask(now);
            return token;
        }
    }

    /// <inheritdoc/>
    public bool Renew()
    {
        lock (gate)
        {
            token = null;
            return true;
        }
    }

    private (string Token, DateTimeOffset ValidUntil) Ask(DateTimeOffset now)
    {
        PSObject? result = Run();
        string? text = TextOf(result) ?? TokenNames.Select(name => TextOf(result?.Properties[name]?.Value)).FirstOrDefault(value => value is not null);
        if (string.IsNullOrWhiteSpace(text)) throw AccessErrors.TokenFailed("it returned no string, no SecureString, and no object with such a property Token.");
        return (text.Trim(), Unwrapped(result?.Properties["ExpiresOn"]?.Value) switch
        {
            DateTimeOffset time => time - Margin,
            DateTime time => new DateTimeOffset(time) - Margin,
            _ => now + Kept,
        });
    }

    private PSObject? Run()
    {
        using PowerShell shell = PowerShell.Create();
        try
        {
            return shell.AddScript(script).Invoke().LastOrDefault();
        }
        catch (RuntimeException e)
        {
            // The message and the id of an error can contain what the block handled.
            throw AccessErrors.TokenFailed($"it failed with the error {(e.InnerException ?? e).GetType().Name}. Run the block by itself to see why.");
        }
    }

    private static string? TextOf(object? value) => Unwrapped(value) switch
    {
        string plain => plain,
        SecureString secure => new NetworkCredential("", secure).Password,
        _ => null,
    };

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
