namespace ExperimentTracker.Web.Http;

/// <summary>A request of HTTP/1.0 or HTTP/1.1.</summary>
internal sealed class HttpRequest : IDisposable
{
    /// <summary>The method, in upper case.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent: percent-encoded, from <c>/</c> on, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query as it was sent, without <c>?</c>.</summary>
    public required string QueryText { get; init; }

    /// <summary>The headers; names ignore case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Whether the client keeps the connection open for another request.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>The size of the body in bytes.</summary>
    public long BodyLength { get; init; }

    /// <summary>The body, unless it is an upload.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>The body in a file, if it is too large to be kept in memory; see <see cref="HttpLimits.LargestBody"/>.</summary>
    public UploadFile? Upload { get; set; }

    /// <summary>The parameters of the query, decoded, in their order.</summary>
    public IEnumerable<KeyValuePair<string, string>> QueryPairs => QueryText.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part =>
    {
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        return KeyValuePair.Create(Decode(equals < 0 ? part : part[..equals]), equals < 0 ? "" : Decode(part[(equals + 1)..]));
    });

    /// <summary>The parameters of the query, decoded. Of several with the same name, the first one counts.</summary>
    public IReadOnlyDictionary<string, string> Query => query ??= QueryPairs.DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private IReadOnlyDictionary<string, string>? query;

    /// <summary>Returns a header, or <see langword="null"/>.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Returns a parameter of the query, or <see langword="null"/> if it is missing or empty.</summary>
    public string? Parameter(string name) => Query.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Returns an integer of the query within limits.</summary>
    /// <exception cref="HttpProblem">It is not an integer, or beyond the limits.</exception>
    public int Number(string name, int otherwise, int lowest, int highest) => Parameter(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= lowest && number <= highest ? number
        : throw HttpProblem.Bad($"'{name}' must be an integer from {lowest} to {highest}.");

    /// <summary>Whether a parameter of the query is 1 or true.</summary>
    public bool Flag(string name) => Parameter(name) is "1" or "true";

    /// <summary>Returns the items of a list in the query, separated by commas; a comma in an item is sent as <c>%2C</c>.</summary>
    public IReadOnlyList<string> List(string name)
    {
        foreach (string part in QueryText.Split('&'))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Decode(part[..equals]) == name)
                return [.. part[(equals + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Decode).Where(item => item.Length > 0)];
        }

        return [];
    }

    /// <summary>Opens the body, wherever it is.</summary>
    public Stream OpenBody() => Upload?.Open() ?? new MemoryStream(Body.ToArray(), writable: false);

    /// <summary>Deletes the file of an upload.</summary>
    public void Dispose() => Upload?.Dispose();

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
