using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Access;

/// <summary>The headers that tell a browser what the page may do.</summary>
internal static class SecurityHeaders
{
    private const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers that an answer does not have.</summary>
    public static HttpReply Secure(HttpReply reply)
    {
        Dictionary<string, string> headers = reply.Headers;
        headers.TryAdd("Content-Security-Policy", Nothing);
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", "no-referrer");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd("Cache-Control", "no-store");
        return reply;
    }

    /// <summary>The policy of a script. A shared worker has that of its own script rather than the page's, and reads the events.</summary>
    public const string ScriptPolicy = Nothing + "; connect-src 'self'";

    /// <summary>The policy of the page, which has no inline script.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
        "frame-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
