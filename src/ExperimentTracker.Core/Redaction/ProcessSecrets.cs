using System.Collections;

namespace ExperimentTracker.Redaction;

/// <summary>
/// Redacts the secrets of this process for as long as it runs: a variable whose name looks secret is known from the first text after it was set, and stays
/// known after it was deleted. Not thread-safe.
/// </summary>
public sealed class ProcessSecrets
{
    private readonly Dictionary<string, bool> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> values = new(StringComparer.Ordinal);
    private SecretRedactor redactor = new([]);

    /// <summary>Redacts secrets in a text.</summary>
    public string Text(string text)
    {
        int known = values.Count;
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string { Length: > 0 } value } && IsSecret(name)) values.Add(value);
        }

        if (values.Count != known) redactor = new SecretRedactor(values);
        return redactor.Text(text);
    }

    // The names are few and are looked at for each line of a log.
    private bool IsSecret(string name)
    {
        if (!names.TryGetValue(name, out bool secret)) names.Add(name, secret = SecretRedactor.IsSecretVariable(name));
        return secret;
    }
}
