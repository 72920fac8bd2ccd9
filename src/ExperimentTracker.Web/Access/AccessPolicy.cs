using System.Net;
using System.Text;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Access;

/// <summary>
/// Decides which requests are answered: those for this server by name, from its own page or none, and with its token. The host name is checked because a
/// page of another site can make its own name mean this machine (DNS rebinding).
/// </summary>
internal sealed class AccessPolicy
{
    private static readonly TimeSpan LongestVisit = TimeSpan.FromMinutes(1);

    private readonly List<(byte[] Digest, long Until)> visits = [];
    private readonly string? token;
    private readonly byte[] digest;
    private readonly IProtocol? protocol;
    private readonly string cookie;
    private readonly HashSet<string> hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> origins = new(StringComparer.OrdinalIgnoreCase);
    private readonly string prefix;
    private readonly string? secureHost;

    /// <summary>Creates the policy of a server.</summary>
    /// <param name="address">The address that it listens on.</param>
    /// <param name="token">The token that requests need; <see langword="null"/> to answer every program of this machine.</param>
    /// <param name="publicAddress">The address under which a proxy makes it public, or <see langword="null"/>.</param>
    /// <param name="protocol">What it serves beside the page, or <see langword="null"/>.</param>
    public AccessPolicy(IPEndPoint address, string? token, Uri? publicAddress, IProtocol? protocol = null)
    {
        (this.token, digest, this.protocol) = (token, Secrets.Digest(token ?? Secrets.New()), protocol);
        cookie = $"experiment-{address.Port}";
        string ip = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address.Address}]" : address.Address.ToString();
        foreach (string host in new[] { "127.0.0.1", "localhost", "[::1]", ip }) Allow("http", $"{host}:{address.Port}");
        if (address.Port == 80) Allow("http", "localhost", "127.0.0.1");
        if (publicAddress is not null)
        {
            Allow(publicAddress.Scheme, publicAddress.Authority);
            secureHost = publicAddress.Scheme == Uri.UriSchemeHttps ? publicAddress.Authority : null;
            prefix = publicAddress.AbsolutePath.TrimEnd('/');
        }
        else
        {
            prefix = "";
        }
    }

    /// <summary>Returns the path within the server: a proxy may pass the prefix of the public address on, or not.</summary>
    public string PathOf(HttpRequest request) =>
        prefix.Length > 0 && request.Path.StartsWith(prefix, StringComparison.Ordinal) && (request.Path.Length == prefix.Length || request.Path[prefix.Length] == '/')
            ? request.Path.Length == prefix.Length ? "/" : request.Path[prefix.Length..]
            : request.Path;

    /// <summary>Returns the answer to a request that is refused or redirected, or <see langword="null"/> for one to answer.</summary>
    public HttpReply? Check(HttpRequest request)
    {
        if (request.Header("Host") is not { } host || !hosts.Contains(host))
            return HttpReply.Text(421, "This server is not known by the name in the address. Use the address that Get-ExperimentDashboard shows, or name a proxy's with -PublicAddress.");
        string path = PathOf(request);
        bool isPage = path == "/";
        bool isForeign = IsForeign(request);
        if (isForeign && !(isPage && request.Method is "GET" or "HEAD" && IsNavigation(request))) return HttpReply.Text(403, "Requests of other sites are refused.");
        if (protocol?.Covers(path) is true) return CheckProtocol(request, path);
        if (request.Method is not ("GET" or "HEAD" or "POST")) return HttpReply.Text(405, "Use GET, HEAD or POST.").With("Allow", "GET, HEAD, POST");
        if (isPage && request.Method != "POST" && request.Query.TryGetValue("token", out string? given) && (Secrets.Equal(given, digest) || IsVisit(given))) return Welcome(request);
        if (token is null || Secrets.Equal(Bearer(request), digest) || Secrets.Equal(Cookie(request), digest))
        {
            return request.Method != "POST" ? null
                : request.Header("Content-Type")?.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase) is true ? null
                : HttpReply.Text(415, "Send the body as application/json.");
        }

        // A browser sends the cookie only with requests of this page: after a link on another site, the page asks for itself again.
        return isForeign && Cookie(request) is null
            ? HttpReply.Bytes(403, "text/html; charset=utf-8", "<!DOCTYPE html><meta http-equiv=\"refresh\" content=\"0\"><title>Experiments</title>Loading …"u8.ToArray())
            : HttpReply.Text(403, "This page needs a token. Open it with Show-ExperimentDashboard, or with the whole address that Get-ExperimentDashboard shows (Url).");
    }

    private HttpReply? CheckProtocol(HttpRequest request, string path) =>
        request.Method is not ("GET" or "HEAD" or "POST" or "PUT" or "PATCH" or "DELETE") ? HttpReply.Text(405, "Use GET, HEAD, POST, PUT, PATCH or DELETE.")
        : token is null || protocol!.IsOpen(path) || Secrets.Equal(Bearer(request) ?? Password(request), digest) ? null
        : protocol.Unauthorized();

    /// <summary>Returns a token that is valid for one visit within a minute.</summary>
    public string NewVisit()
    {
        string visit = Secrets.New();
        lock (visits) visits.Add((Secrets.Digest(visit), Environment.TickCount64 + (long)LongestVisit.TotalMilliseconds));
        return visit;
    }

    private bool IsVisit(string given)
    {
        lock (visits)
        {
            visits.RemoveAll(visit => visit.Until < Environment.TickCount64);
            return visits.RemoveAll(visit => Secrets.Equal(given, visit.Digest)) > 0;
        }
    }

    private void Allow(string scheme, params string[] authorities)
    {
        foreach (string authority in authorities)
        {
            hosts.Add(authority);
            origins.Add($"{scheme}://{authority}");
        }
    }

    private bool IsForeign(HttpRequest request) =>
        (request.Header("Origin") is { } origin && !origins.Contains(origin)) || request.Header("Sec-Fetch-Site") is "cross-site" or "same-site";

    private static bool IsNavigation(HttpRequest request) =>
        request.Header("Origin") is null && request.Header("Sec-Fetch-Mode") is null or "navigate" && request.Header("Sec-Fetch-Dest") is null or "document";

    private HttpReply Welcome(HttpRequest request)
    {
        // The rest of the query is kept as it was sent. Without a path, the cookie is for the folder of the address that the browser shows.
        string rest = string.Join('&', request.QueryText.Split('&').Where(part => !part.StartsWith("token=", StringComparison.Ordinal)));
        return HttpReply.Text(303, "").With("Location", rest.Length == 0 ? "./" : $"./?{rest}")
            .With("Set-Cookie", $"{cookie}={Uri.EscapeDataString(token ?? "")}; HttpOnly; SameSite=Strict{(request.Header("Host") == secureHost ? "; Secure" : "")}");
    }

    private static string? Bearer(HttpRequest request) =>
        request.Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;

    // The password of a user of any name.
    private static string? Password(HttpRequest request)
    {
        if (request.Header("Authorization") is not { } header || !header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return null;
        byte[] decoded = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..].Trim(), decoded, out int length)) return null;
        string pair = Encoding.UTF8.GetString(decoded, 0, length);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private string? Cookie(HttpRequest request) => request.Header("Cookie")?.Split(';', StringSplitOptions.TrimEntries)
        .FirstOrDefault(c => c.StartsWith(cookie + "=", StringComparison.Ordinal)) is { } found ? Uri.UnescapeDataString(found[(cookie.Length + 1)..]) : null;
}
