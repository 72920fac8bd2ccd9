using System.Text.RegularExpressions;

namespace ExperimentTracker.Redaction;

/// <summary>Redacts values that are assigned to a name that looks secret: <c>password=…</c>, <c>"apiKey": "…"</c>, <c>-Token …</c>.</summary>
internal static partial class SecretAssignments
{
    /// <summary>Replaces such values with the mask; the names stay.</summary>
    public static string Redact(string text, string mask) =>
        Argument().Replace(Assignment().Replace(text, m => Masked(m, mask)), m => Masked(m, mask));

    private static string Masked(Match match, string mask)
    {
        Group value = match.Groups["value"];
        return SecretNames.LooksSecret(match.Groups["name"].Value) && !IsHarmlessValue(value.Value)
            ? string.Concat(match.Value.AsSpan(0, value.Index - match.Index), mask)
            : match.Value;
    }

    // An empty value, a literal such as true or null, and a variable or expression are no secrets.
    private static bool IsHarmlessValue(string value) =>
        value.TrimStart('"', '\'') is "" or ['$' or '(' or '[' or '{' or '*', ..]
        || value.ToUpperInvariant() is "TRUE" or "FALSE" or "NULL" or "NONE";

    // A name starts at a word boundary and is matched atomically, so that the time for a long text is linear.
    [GeneratedRegex("""(?<![A-Za-z0-9_.-])(?<name>(?>[A-Za-z][A-Za-z0-9_.-]*))["']?\s{0,4}[=:]\s{0,4}(?<value>"[^"\r\n]*"|'[^'\r\n]*'|((?i:bearer|basic|digest|negotiate)\s+)?[^\s;,&"']+)""")]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?<![\w-])--?(?<name>(?>[A-Za-z][\w-]*))[ \t]+(?<value>"[^"\r\n]*"|'[^'\r\n]*'|[^\s"'-][^\s"']*)""")]
    private static partial Regex Argument();
}
