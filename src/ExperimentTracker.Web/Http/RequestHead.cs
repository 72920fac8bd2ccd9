using System.Text;

namespace ExperimentTracker.Web.Http;

/// <summary>Parses the head of a request: its first line and its headers. What is ambiguous is refused, so that a proxy cannot understand it otherwise.</summary>
internal static class RequestHead
{
    /// <summary>The size of the largest head in bytes.</summary>
    public const int Largest = 16 * 1024;

    private const int LongestTarget = 8 * 1024;

    /// <summary>Returns the size of the head in a buffer with its empty line, or 0 if it has not been received completely.</summary>
    public static int EndOf(ReadOnlySpan<byte> received)
    {
        int end = received.IndexOf("\r\n\r\n"u8);
        return end < 0 ? 0 : end + 4;
    }

    /// <summary>Parses a complete head.</summary>
    /// <exception cref="HttpProblem">The head is not valid, or asks for what is not supported.</exception>
    public static HttpRequest Parse(ReadOnlySpan<byte> head)
    {
        if (head.ContainsAnyInRange<byte>(128, 255)) throw HttpProblem.Bad("The head of a request consists of ASCII characters.");
        string[] lines = Encoding.ASCII.GetString(head[..^4]).Split("\r\n");
        string[] first = lines[0].Split(' ');
        if (first is not [{ Length: > 0 } method, { Length: > 0 } target, var version]) throw HttpProblem.Bad("The first line of the request is not valid.");
        if (version is not ("HTTP/1.1" or "HTTP/1.0")) throw new HttpProblem(505, "VersionNotSupported", "Use HTTP/1.1.");
        if (target.Length > LongestTarget) throw new HttpProblem(414, "AddressTooLong", $"An address has at most {LongestTarget} characters. Send less in the query.");
        if (target[0] != '/' || target.Any(c => c is < '!' or > '~')) throw HttpProblem.Bad("The address of the request is not valid.");
        Dictionary<string, string> headers = Headers(lines.AsSpan(1));
        if (headers.ContainsKey("Transfer-Encoding")) throw new HttpProblem(411, "LengthRequired", "Send the body with Content-Length.");
        int question = target.IndexOf('?', StringComparison.Ordinal);
        string connection = headers.GetValueOrDefault("Connection", "");
        return new HttpRequest
        {
            Method = method,
            Path = question < 0 ? target : target[..question],
            QueryText = question < 0 ? "" : target[(question + 1)..],
            Headers = headers,
            BodyLength = LengthOf(headers),
            KeepAlive = version == "HTTP/1.1"
                ? !connection.Contains("close", StringComparison.OrdinalIgnoreCase)
                : connection.Contains("keep-alive", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAny(" \t\r\n") || line.AsSpan(colon).ContainsAny("\r\n\0")) throw HttpProblem.Bad("A header of the request is not valid.");
            string name = line[..colon], value = line[(colon + 1)..].Trim(' ', '\t');
            if (headers.TryAdd(name, value)) continue;
            if (IsSingle(name)) throw HttpProblem.Bad($"The request has more than one header {name}.");
            headers[name] += (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ") + value;
        }

        return headers;
    }

    private static bool IsSingle(string name) => name.ToUpperInvariant() is "HOST" or "CONTENT-LENGTH" or "CONTENT-TYPE" or "ORIGIN" or "AUTHORIZATION" or "TRANSFER-ENCODING";

    private static long LengthOf(Dictionary<string, string> headers)
    {
        if (!headers.TryGetValue("Content-Length", out string? text)) return 0;
        if (text.Length is 0 or > 18 || text.AsSpan().ContainsAnyExceptInRange('0', '9')) throw HttpProblem.Bad("Content-Length is not valid.");
        return long.Parse(text, CultureInfo.InvariantCulture);
    }
}
