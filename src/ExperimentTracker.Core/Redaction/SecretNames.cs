namespace ExperimentTracker.Redaction;

/// <summary>Decides by its name whether a value is likely a secret: a parameter, an argument, a variable, or a key of a connection string.</summary>
internal static class SecretNames
{
    private static readonly string[] Parts =
    [
        "password", "passwd", "passphrase", "passcode", "secret", "credential", "apikey", "accesskey", "accountkey", "privatekey", "signingkey",
        "encryptionkey", "storagekey", "masterkey", "subscriptionkey", "sharedkey", "connectionstring", "connstr", "sastoken", "authorization",
        "sharedaccesssignature",
    ];

    private static readonly string[] Endings = ["token", "pwd", "pat", "authkey"];

    // Names that end like a secret but are none. For example, language models have tokens, which scripts accept as parameters.
    private static readonly string[] Harmless =
    [
        "padtoken", "eostoken", "bostoken", "unktoken", "masktoken", "septoken", "clstoken", "stoptoken", "starttoken", "endtoken", "pertoken",
        "canceltoken", "cancellationtoken", "compat", "spat", "repeat",
    ];

    /// <summary>Whether the name is that of a secret, in any notation (<c>ApiKey</c>, <c>api-key</c>, <c>API_KEY</c>).</summary>
    public static bool LooksSecret(string name)
    {
        string squeezed = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return Parts.Any(part => squeezed.Contains(part, StringComparison.Ordinal))
            || (Endings.Any(ending => squeezed.EndsWith(ending, StringComparison.Ordinal))
                && !Harmless.Any(word => squeezed.EndsWith(word, StringComparison.Ordinal))
                && !(squeezed.EndsWith("pat", StringComparison.Ordinal) && !IsWholeWord(name, 3)));
    }

    // A short ending counts only as a separate word: GITHUB_PAT and githubPat match, xpat does not.
    private static bool IsWholeWord(string name, int length)
    {
        int start = name.Length - length;
        return start <= 0 || !char.IsAsciiLetterOrDigit(name[start - 1]) || (char.IsUpper(name[start]) && !char.IsUpper(name[start - 1]));
    }
}
