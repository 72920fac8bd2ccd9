using System.Text.RegularExpressions;

namespace ExperimentTracker.Redaction;

/// <summary>Redacts secrets that are recognisable by their form: tokens of well-known services, private keys, credentials in URIs.</summary>
/// <remarks>
/// The forms are those that the services document for secret scanning: GitHub, GitLab, npm, PyPI, NuGet, Slack, Stripe, AWS, Google, OpenAI,
/// Anthropic, Hugging Face; JSON Web Tokens (RFC 7519); shared access signatures of Azure; PEM (RFC 7468); userinfo in a URI (RFC 3986).
/// </remarks>
internal static partial class SecretShapes
{
    /// <summary>Replaces everything that has such a form with the mask.</summary>
    public static string Redact(string text, string mask)
    {
        if (text.Contains("-----BEGIN", StringComparison.Ordinal)) text = PrivateKey().Replace(text, mask);
        if (text.Contains("://", StringComparison.Ordinal)) text = UserInfo().Replace(text, mask);
        return Token().Replace(text, mask);
    }

    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----.*?(-----END [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----|\z)", RegexOptions.Singleline)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"(?<=://)[^\s/?#@""'<>]+(?=@)")]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        """
        \b gh[pousr]_[A-Za-z0-9]{30,}
        | \b github_pat_[A-Za-z0-9_]{22,}
        | \b glpat-[A-Za-z0-9_-]{20,}
        | \b npm_[A-Za-z0-9]{36}
        | \b pypi-[A-Za-z0-9_-]{50,}
        | \b oy2[a-z0-9]{43}\b
        | \b xox[a-z]-[A-Za-z0-9-]{10,} | \b xapp-[A-Za-z0-9-]{10,}
        | \b [rs]k_(?:live|test)_[A-Za-z0-9]{16,}
        | \b (?:AKIA|ASIA)[A-Z0-9]{16}\b
        | \b AIza[A-Za-z0-9_-]{35}
        | \b sk-[A-Za-z0-9_-]{20,}
        | \b hf_[A-Za-z0-9]{30,}
        | \b eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*
        | (?<= \b sig=) [A-Za-z0-9%+/=_-]{16,}
        | (?<= \b (?i:bearer|basic) \s+) [A-Za-z0-9._~+/-]{16,}=*
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();
}
