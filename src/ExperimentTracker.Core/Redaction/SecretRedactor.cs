using System.Collections;

namespace ExperimentTracker.Redaction;

/// <summary>
/// Takes secrets out of what is captured without the user having written it down: command lines, bound parameters, log lines, errors,
/// differences of a work tree, facts of a build. A secret is known by its name, by its form, or as the value of an environment variable
/// whose name looks secret.
/// </summary>
public sealed class SecretRedactor
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "***";

    // A shorter value would be found in harmless text too.
    private const int ShortestKnown = 8;

    private static readonly string[] NotSecret = ["PWD", "OLDPWD"];

    private readonly string[] known;

    /// <summary>Makes one that also takes out these values, wherever they stand. Values of fewer than 8 characters are left.</summary>
    public SecretRedactor(IEnumerable<string> knownValues) => known =
    [
        .. knownValues.SelectMany(v => v.Split(['\r', '\n'], StringSplitOptions.TrimEntries)).Where(v => v.Length >= ShortestKnown)
            .Distinct(StringComparer.Ordinal).OrderByDescending(v => v.Length),
    ];

    /// <summary>One that knows the values of this process's environment variables whose names look secret, as they are now.</summary>
    public static SecretRedactor ForThisProcess() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(e => e.Key is string name && !NotSecret.Contains(name) && SecretNames.LooksSecret(name))
            .Select(e => (string?)e.Value ?? ""));

    /// <summary>Text without its secrets.</summary>
    public string Text(string text)
    {
        foreach (string value in known) text = text.Replace(value, Mask, StringComparison.Ordinal);
        return SecretAssignments.Redact(SecretShapes.Redact(text, Mask), Mask);
    }

    /// <summary>A value of the domain without its secrets; the whole of it is one when its name looks so, unless it is a switch or nothing.</summary>
    public object? Value(string name, object? value) => value switch
    {
        null or bool => value,
        NamedValues values => Values(values),
        _ when SecretNames.LooksSecret(name) => Mask,
        string text => Text(text),
        object?[] list => list.Select(item => Value("", item)).ToArray(),
        _ => value,
    };

    /// <summary>Values by name without their secrets.</summary>
    public NamedValues Values(NamedValues values) => new(values.Pairs.Select(p => KeyValuePair.Create(p.Key, Value(p.Key, p.Value))));

    /// <summary>The arguments of a command line, separated by blanks, without their secrets.</summary>
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
