using System.Collections;

namespace ExperimentTracker.Redaction;

/// <summary>
/// Redacts secrets from what is captured without being written by the user: command lines, bound parameters, log lines, errors, differences of a work
/// tree, variables of a build. A secret is recognised by its name, by its form, or because it is the value of an environment variable whose name
/// looks secret.
/// </summary>
public sealed class SecretRedactor
{
    /// <summary>The replacement for a secret.</summary>
    public const string Mask = "***";

    // A shorter value would also match harmless text.
    private const int ShortestKnown = 8;

    private static readonly string[] NotSecret = ["PWD", "OLDPWD"];

    private readonly string[] known;

    /// <summary>Creates a redactor that also redacts these values wherever they occur. Values of fewer than 8 characters are ignored.</summary>
    public SecretRedactor(IEnumerable<string> knownValues) => known =
    [
        .. knownValues.SelectMany(v => v.Split(['\r', '\n'], StringSplitOptions.TrimEntries)).Where(v => v.Length >= ShortestKnown)
            .Distinct(StringComparer.Ordinal).OrderByDescending(v => v.Length),
    ];

    /// <summary>Creates a redactor that knows the current values of the environment variables of this process whose names look secret.</summary>
    public static SecretRedactor ForThisProcess() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(e => e.Key is string name && IsSecretVariable(name))
            .Select(e => (string?)e.Value ?? ""));

    /// <summary>Whether the name of an environment variable looks secret.</summary>
    internal static bool IsSecretVariable(string name) => !NotSecret.Contains(name) && SecretNames.LooksSecret(name);

    /// <summary>Redacts secrets in a text.</summary>
    public string Text(string text)
    {
        foreach (string value in known) text = text.Replace(value, Mask, StringComparison.Ordinal);
        return SecretAssignments.Redact(SecretShapes.Redact(text, Mask), Mask);
    }

    /// <summary>Redacts secrets in a value. If its name looks secret, the whole value is redacted, unless it is a switch or null.</summary>
    public object? Value(string name, object? value) => value switch
    {
        null or bool => value,
        NamedValues values => Values(values),
        _ when SecretNames.LooksSecret(name) => Mask,
        string text => Text(text),
        object?[] list => list.Select(item => Value("", item)).ToArray(),
        _ => value,
    };

    /// <summary>Redacts secrets in named values.</summary>
    public NamedValues Values(NamedValues values) => new(values.Pairs.Select(p => KeyValuePair.Create(p.Key, Value(p.Key, p.Value))));

    /// <summary>Joins the arguments of a command line with spaces and redacts secrets.</summary>
    public string CommandLine(IReadOnlyList<string> arguments)
    {
        var kept = new List<string>(arguments.Count);
        bool hideNext = false;
        foreach (string argument in arguments)
        {
            int mark = argument.IndexOfAny([':', '=']);
            bool secret = argument.StartsWith('-') && SecretNames.LooksSecret(mark < 0 ? argument : argument[..mark]);
            kept.Add(
                hideNext && !argument.StartsWith('-') ? Mask
                : secret && mark > 0 ? argument[..(mark + 1)] + Mask
                : Text(argument));
            hideNext = secret && mark < 0;
        }

        return string.Join(' ', kept);
    }
}
