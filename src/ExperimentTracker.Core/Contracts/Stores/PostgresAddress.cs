using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace ExperimentTracker.Contracts.Stores;

/// <summary>
/// Reads addresses of PostgreSQL stores. What the parts of a wrong address mean is uncertain, and one of them may be a password, so no error repeats a part.
/// </summary>
internal static partial class PostgresAddress
{
    // The longest identifier of PostgreSQL, in bytes; it cuts longer ones off.
    private const int LongestName = 63;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static StoreAddress Parse(string text, bool isFound)
    {
        string rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (HasPassword(rest)) throw AddressErrors.Password();
        if (rest.Contains('#', StringComparison.Ordinal)) throw AddressErrors.Invalid("It contains '#', which is written as %23.");
        (string front, string? query) = Split(rest, '?');
        (string authority, string? path) = Split(front, '/');
        int at = authority.LastIndexOf('@');
        string? user = at < 0 ? null : NameOf(authority[..at], "user");
        (string host, int port) = HostOf(authority[(at + 1)..]);
        if (string.IsNullOrEmpty(path)) throw AddressErrors.Invalid("The database is missing after the host.");
        string database = path.Contains('/', StringComparison.Ordinal)
            ? throw AddressErrors.Invalid("The database is one name; a '/' in it is written as %2F.")
            : NameOf(path, "database");
        Dictionary<string, string> options = OptionsOf(query);
        return new StoreAddress(host, port, database, SchemaOf(options), user)
        {
            Artifacts = ArtifactsOf(options),
            RootCertificate = RootCertificateOf(options, isFound),
        };
    }

    // Reserved characters of a password that are not encoded end the authority early: the password is then before an '@' in the path or the query.
    private static bool HasPassword(string rest)
    {
        int end = rest.AsSpan().IndexOfAny("/?#");
        string authority = end < 0 ? rest : rest[..end];
        int at = authority.LastIndexOf('@');
        if (at >= 0) return authority.AsSpan(0, at).Contains(':') || authority.AsSpan(0, at).Contains("%3A", StringComparison.OrdinalIgnoreCase);
        int colon = authority.StartsWith('[') ? authority.IndexOf("]:", StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && rest.LastIndexOf('@') > colon && !IsPort(authority[(colon + 1)..]);
    }

    private static bool IsPort(string text) =>
        text.Length is > 0 and <= 5 && text.All(char.IsAsciiDigit) && int.Parse(text, CultureInfo.InvariantCulture) is > 0 and <= ushort.MaxValue;

    private static (string Host, int Port) HostOf(string text)
    {
        string host = text;
        string? port = null;
        bool isBracketed = text.StartsWith('[');
        if (isBracketed)
        {
            int end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0 || (end + 1 < text.Length && text[end + 1] != ':')) throw AddressErrors.Invalid("An IPv6 address is written in brackets, as in [::1]:5432.");
            host = text[1..end];
            if (end + 1 < text.Length) port = text[(end + 2)..];
        }
        else if (text.Contains(':', StringComparison.Ordinal))
        {
            (host, port) = Split(text, ':');
        }

        if (port is not null && !IsPort(port)) throw AddressErrors.Invalid("The port is a number from 1 to 65535; an IPv6 address is written in brackets.");
        return (isBracketed ? V6Of(host) : NamedHost(host), port is null ? StoreAddress.DefaultPort : int.Parse(port, CultureInfo.InvariantCulture));
    }

    private static string V6Of(string host) =>
        !host.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(host, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.ToString()
            : throw AddressErrors.Invalid("The address in brackets is not an IPv6 address.");

    private static string NamedHost(string host)
    {
        if (host.Length == 0) throw AddressErrors.Invalid("The host is missing.");
        if (!HostName().IsMatch(host)) throw AddressErrors.Invalid("The host contains characters that the name of a host does not have.");
        return IPAddress.TryParse(host, out IPAddress? address) ? address.ToString() : host.ToLowerInvariant();
    }

    private static string NameOf(string text, string what)
    {
        string name = Decode(text, what);
        return name.Length > 0 && Strict.GetByteCount(name) <= LongestName && !name.Any(char.IsControl)
            ? name
            : throw AddressErrors.Invalid($"The {what} has between 1 and {LongestName} bytes and no control characters.");
    }

    private static Dictionary<string, string> OptionsOf(string? query)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string part in query is null ? [] : query.Split('&'))
        {
            (string name, string? value) = Split(part, '=');
            if (name is "password" or "pwd" or "sslpassword" or "passwd") throw AddressErrors.Password();
            if (name is not ("schema" or "artifacts" or "sslmode" or "sslrootcert")) throw AddressErrors.UnknownOption(OptionName().IsMatch(name) ? name : null);
            if (string.IsNullOrEmpty(value)) throw AddressErrors.Invalid($"The option {name} has no value.");
            if (!options.TryAdd(name, Decode(value, $"option {name}"))) throw AddressErrors.Invalid($"The option {name} is given twice.");
        }

        if (options.GetValueOrDefault("sslmode") is { } mode and not "verify-full") throw AddressErrors.LessVerified(mode is "disable" or "allow" or "prefer" or "require" or "verify-ca");
        return options;
    }

    private static string SchemaOf(Dictionary<string, string> options)
    {
        string schema = options.GetValueOrDefault("schema", StoreAddress.DefaultSchema);
        return SchemaName().IsMatch(schema) && !schema.StartsWith("pg_", StringComparison.Ordinal) && schema != "information_schema"
            ? schema
            : throw AddressErrors.Invalid(
                $"A schema has up to {LongestName} lower-case letters a-z, digits and '_', begins with no digit, and is none of PostgreSQL's own (pg_…, information_schema).");
    }

    // A location with a user or a signature in it would be a secret.
    private static string? ArtifactsOf(Dictionary<string, string> options)
    {
        if (options.GetValueOrDefault("artifacts") is not { } location) return null;
        if (location.Contains('@', StringComparison.Ordinal) || SignedQuery().IsMatch(location)) throw AddressErrors.ArtifactsSecret();
        return StoreAddress.IsUrl(location) && !location.Any(char.IsControl) ? location : throw AddressErrors.Invalid("The option artifacts is a location such as s3://bucket/prefix.");
    }

    private static string? RootCertificateOf(Dictionary<string, string> options, bool isFound)
    {
        if (options.GetValueOrDefault("sslrootcert") is not { } path) return null;
        if (isFound) throw AddressErrors.FoundCertificate();
        return Path.IsPathFullyQualified(path) && !path.Any(char.IsControl) ? path : throw AddressErrors.Invalid("The option sslrootcert is the full path of a file.");
    }

    private static string Decode(string text, string what)
    {
        if (!Encoded().IsMatch(text)) throw AddressErrors.Invalid($"The {what} has a '%' without two hexadecimal digits, a space or a character that must be percent-encoded.");
        byte[] bytes = Encoding.Latin1.GetBytes(Percent().Replace(Escape(text), m => $"{(char)byte.Parse(m.ValueSpan[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"));
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw AddressErrors.Invalid($"The {what} is not UTF-8 after percent-decoding.");
        }
    }

    // Letters outside of ASCII may be written as they are.
    private static string Escape(string text) => text.All(char.IsAscii) ? text : string.Concat(text.EnumerateRunes().Select(r => r.IsAscii ? r.ToString() : Uri.EscapeDataString(r.ToString())));

    private static (string Before, string? After) Split(string text, char separator)
    {
        int index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    [GeneratedRegex("^[A-Za-z0-9._-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex SchemaName();

    [GeneratedRegex("^[A-Za-z_]{1,32}$", RegexOptions.CultureInvariant)]
    private static partial Regex OptionName();

    [GeneratedRegex("[?&](sig|signature|x-amz-[a-z-]+|.*(key|secret|token|password))=", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SignedQuery();

    [GeneratedRegex(@"^(%[0-9A-Fa-f]{2}|[^%\s\p{Cc}])*$", RegexOptions.CultureInvariant)]
    private static partial Regex Encoded();

    [GeneratedRegex("%[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Percent();
}
