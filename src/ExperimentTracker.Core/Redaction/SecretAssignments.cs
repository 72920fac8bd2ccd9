using System.Text.RegularExpressions;

namespace ExperimentTracker.Redaction;

/// <summary>Values in a text that are given to a name which looks secret: <c>password=…</c>, <c>"apiKey": "…"</c>, <c>-Token …</c>.</summary>
internal static partial class SecretAssignments
{
    /// <summary>Puts the mask in the place of such values; the names stay.</summary>
    public static string Redact(string text, string mask) =>
        Argument().Replace(Assignment().Replace(text, m => Masked(m, mask)), m => Masked(m, mask));

    private static string Masked(Match match, string mask)
    {
        Group value = match.Groups["value"];
        return SecretNames.LooksSecret(match.Groups["name"].Value) && !SaysNothing(value.Value)
            ? string.Concat(match.Value.AsSpan(0, value.Index - match.Index), mask)
            : match.Value;
    }

    // A variable or an expression is named in code, and is no value.
    private static bool SaysNothing(string value) =>
        value.TrimStart('"', '\'') is "" or ['$' or '(' or '[' or '{' or '*', ..]
        || value.ToUpperInvariant() is "TRUE" or "FALSE" or "NULL" or "NONE";

    // A name begins where a word does and is taken whole, so that a long text costs no more than its length.
    [GeneratedRegex("""(?<![A-Za-z0-9_.-])(?<name>(?>[A-Za-z][A-Za-z0-9_.-]*))["']?\s{0,4}[=:]\s{0,4}(?<value>"[^"\r\n]*"|'[^'\r\n]*'|((?i:bearer|basic|digest|negotiate)\s+)?[^\s;,&"']+)""")]
    private static partial Regex Assignment();

    [GeneratedRegex("""(?<![\w-])--?(?<name>(?>[A-Za-z][\w-]*))[ \t]+(?<value>"[^"\r\n]*"|'[^'\r\n]*'|[^\s"'-][^\s"']*)""")]
    private static partial Regex Argument();
}
