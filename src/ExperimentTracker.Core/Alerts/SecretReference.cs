using System.Diagnostics.CodeAnalysis;

namespace ExperimentTracker.Alerts;

/// <summary>Where a secret is, in place of the secret: <c>env:NAME</c>, <c>secret:NAME</c> or <c>secret:VAULT/NAME</c>.</summary>
/// <param name="IsVariable">Whether it is an environment variable, and not a secret of SecretManagement.</param>
/// <param name="Vault">The vault, or <see langword="null"/> for the default one.</param>
/// <param name="Name">The name of the variable or the secret.</param>
public sealed record SecretReference(bool IsVariable, string? Vault, string Name)
{
    private const string OfVariable = "env:";
    private const string OfSecret = "secret:";

    /// <summary>Reads a reference.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SecretReference? reference)
    {
        reference = null;
        if (text is null || text.Any(char.IsControl)) return false;
        if (text.StartsWith(OfVariable, StringComparison.OrdinalIgnoreCase)) reference = new(true, null, text[OfVariable.Length..]);
        else if (text.StartsWith(OfSecret, StringComparison.OrdinalIgnoreCase))
        {
            string[] parts = text[OfSecret.Length..].Split('/', 2);
            reference = new(false, parts.Length == 2 ? parts[0] : null, parts[^1]);
        }

        // A slash or an equals sign after env: is no name of a variable, but a slip in writing an address or an assignment.
        bool isName = reference is not null && !string.IsNullOrWhiteSpace(reference.Name) && reference.Vault?.Trim() is not "" && !(reference.IsVariable && reference.Name.IndexOfAny(['=', '/', ' ']) >= 0);
        if (!isName) reference = null;
        return isName;
    }

    /// <summary>The reference as it is written.</summary>
    public override string ToString() => IsVariable ? OfVariable + Name : Vault is null ? OfSecret + Name : $"{OfSecret}{Vault}/{Name}";
}
