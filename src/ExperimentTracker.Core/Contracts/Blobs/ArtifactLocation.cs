using System.Text.RegularExpressions;

namespace ExperimentTracker.Contracts.Blobs;

/// <summary>
/// Where the artifacts of a store are, if not in its folder: <c>s3://bucket/prefix?region=…&amp;endpoint=…&amp;pathstyle=true</c> or
/// <c>azure://account/container/prefix?endpoint=…</c>. It never has credentials.
/// </summary>
public sealed partial record ArtifactLocation
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["s3"] = ["endpoint", "pathstyle", "region"],
        ["azure"] = ["endpoint"],
    };

    private ArtifactLocation(string scheme, string container, string? account, string prefix, IReadOnlyDictionary<string, string> options)
    {
        Scheme = scheme;
        Container = container;
        Account = account;
        Prefix = prefix;
        Options = options;
    }

    /// <summary>The kind of object store: <c>s3</c> or <c>azure</c>.</summary>
    public string Scheme { get; }

    /// <summary>The bucket, or the container of the account.</summary>
    public string Container { get; }

    /// <summary>The storage account; <see langword="null"/> where buckets have none.</summary>
    public string? Account { get; }

    /// <summary>The beginning of all keys, without a slash at the end; empty for the whole bucket.</summary>
    public string Prefix { get; }

    /// <summary>The options, by name in lower case.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    /// <summary>The address of the service, if it is not that of the provider; or <see langword="null"/>.</summary>
    public Uri? Endpoint => Options.TryGetValue("endpoint", out string? endpoint) ? new Uri(endpoint) : null;

    /// <summary>The location without options: <c>s3://bucket/prefix</c>.</summary>
    public string Place => $"{Scheme}://{string.Join('/', new[] { Account, Container, Prefix }.Where(part => !string.IsNullOrEmpty(part)))}";

    /// <summary>The location in its normal form, with its options in alphabetical order.</summary>
    public string Text => Options.Count == 0 ? Place
        : $"{Place}?{string.Join('&', Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={Uri.EscapeDataString(o.Value)}"))}";

    /// <summary>Whether both are the same place, regardless of the options that only say how to reach it.</summary>
    public bool IsSamePlace(ArtifactLocation other) => Place == other.Place && Endpoint?.Authority == other.Endpoint?.Authority;

    /// <summary>Reads a location.</summary>
    /// <exception cref="TrackerException"><c>ArtifactsLocationInvalid</c>. The message has nothing that may be a password.</exception>
    public static ArtifactLocation Parse(string text)
    {
        string shown = WithoutSecrets(text);
        if (Form().Match(text) is not { Success: true } match) throw BlobErrors.LocationInvalid(shown, "it is not of the form scheme://bucket/prefix?options");
        string scheme = match.Groups["scheme"].Value.ToLowerInvariant();
        if (!Known.TryGetValue(scheme, out string[]? names)) throw BlobErrors.LocationInvalid(shown, $"the scheme '{scheme}' is not known");
        if (match.Groups["path"].Value.Contains('@', StringComparison.Ordinal)) throw BlobErrors.LocationInvalid(shown, "it has a user or a password");
        string[] parts = [.. match.Groups["path"].Value.TrimEnd('/').Split('/').Select(Uri.UnescapeDataString)];
        if (parts.Any(p => p.Length == 0 || p is "." or ".." || p.Any(char.IsControl))) throw BlobErrors.LocationInvalid(shown, "it has an empty name, '.' or '..'");
        int names0 = scheme == "azure" ? 2 : 1;
        if (parts.Length < names0) throw BlobErrors.LocationInvalid(shown, "the account or the container is missing");
        if (!parts.Take(names0).All(p => ContainerName().IsMatch(p))) throw BlobErrors.LocationInvalid(shown, "the name of a bucket, account or container has lower-case letters, digits, '-' and '.'");
        return new ArtifactLocation(
            scheme, parts[names0 - 1], names0 == 2 ? parts[0] : null, string.Join('/', parts.Skip(names0)), ReadOptions(match.Groups["query"].Value, names, shown));
    }

    private static Dictionary<string, string> ReadOptions(string query, string[] names, string shown)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] both = pair.Split('=', 2);
            string name = both[0].ToLowerInvariant(), value = both.Length == 2 ? Uri.UnescapeDataString(both[1]) : "";
            if (!names.Contains(name)) throw BlobErrors.LocationInvalid(shown, $"the option '{name}' is not known; there are {string.Join(", ", names)}");
            if (value.Length == 0 || !options.TryAdd(name, value)) throw BlobErrors.LocationInvalid(shown, $"the option '{name}' is empty or named twice");
        }

        if (options.TryGetValue("endpoint", out string? endpoint)) options["endpoint"] = CheckEndpoint(endpoint, shown);
        if (options.GetValueOrDefault("pathstyle", "true") is not ("true" or "false")) throw BlobErrors.LocationInvalid(shown, "pathstyle is true or false");
        return options;
    }

    // Without TLS, whoever is on the way could read and change what is stored.
    private static string CheckEndpoint(string endpoint, string shown)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.Query.Length > 0)
        {
            throw BlobErrors.LocationInvalid(shown, "the endpoint is not an http or https address without user and query");
        }

        if (uri.Scheme == "http" && !uri.IsLoopback) throw BlobErrors.LocationInvalid(shown, "an endpoint that is not on this machine must use https");
        return uri.AbsoluteUri.TrimEnd('/');
    }

    // What could be a secret: a user part, and the values of options that a location does not have.
    private static string WithoutSecrets(string text) => SecretOption().Replace(UserPart().Replace(text, "$1…@"), "$1…");

    /// <summary>The normal form.</summary>
    public override string ToString() => Text;

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9]*)://(?<path>[^?#]+)(\?(?<query>[^#]*))?$")]
    private static partial Regex Form();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*$")]
    private static partial Regex ContainerName();

    [GeneratedRegex("(://)[^@]*@")]
    private static partial Regex UserPart();

    [GeneratedRegex("([?&](?!(?:region|endpoint|pathstyle)=)[^=&]*=)[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex SecretOption();
}
