using System.Globalization;
using System.Net;

namespace ExperimentTracker.Contracts.Stores;

/// <summary>
/// The address of a store: a folder, memory, or a schema of a PostgreSQL database. It never contains a password. Two addresses are equal when their
/// <see cref="Key"/> is.
/// </summary>
public sealed record StoreAddress
{
    /// <summary>The scheme of a store in a folder.</summary>
    public const string FileScheme = "file";

    /// <summary>The scheme of a store in memory.</summary>
    public const string MemoryScheme = "memory";

    /// <summary>The scheme of a store in a PostgreSQL database.</summary>
    public const string PostgresScheme = "postgres";

    /// <summary>The schema of a database in which a store is unless its address names another.</summary>
    public const string DefaultSchema = "experiments";

    /// <summary>The port of a PostgreSQL server unless the address names another.</summary>
    public const int DefaultPort = 5432;

    private StoreAddress(string scheme, string text, string key) => (Scheme, Text, Key) = (scheme, text, key);

    internal StoreAddress(string host, int port, string database, string schema, string? user)
        : this(PostgresScheme, TextOf(host, port, database, schema, user), TextOf(host, port, database, schema, user)) =>
        (Host, Port, Database, Schema, User) = (host, port, database, schema, user);

    /// <summary>The scheme, which selects the engine: <c>file</c>, <c>memory</c> or <c>postgres</c>.</summary>
    public string Scheme { get; }

    /// <summary>
    /// What users see: the full path of a folder, <c>:memory:</c>, or <c>postgres://user@host:port/database?schema=name</c>. <see cref="Parse"/> accepts the last.
    /// </summary>
    public string Text { get; }

    /// <summary>The identity of the store: equal for the same folder, and for the same user of the same schema. Each store in memory has another.</summary>
    public string Key { get; }

    /// <summary>The host of the server, in lower case, an IP address in its canonical form without brackets; <see langword="null"/> without a server.</summary>
    public string? Host { get; }

    /// <summary>The port of the server; 0 without a server.</summary>
    public int Port { get; }

    /// <summary>The name of the database; <see langword="null"/> without a server.</summary>
    public string? Database { get; }

    /// <summary>The schema of the database that has the tables of the store; <see langword="null"/> without a server.</summary>
    public string? Schema { get; }

    /// <summary>The user who logs in to the server; <see langword="null"/> for the default of the server's client.</summary>
    public string? User { get; }

    /// <summary>The full path of a file with the certificates that the server's is verified with; <see langword="null"/> for those of the system.</summary>
    public string? RootCertificate { get; internal init; }

    /// <summary>The location of artifacts that the address names for a new store, such as <c>s3://bucket/prefix</c>; otherwise <see langword="null"/>.</summary>
    public string? Artifacts { get; internal init; }

    /// <summary>Whether the store is on a server, so that using it takes trips over a network.</summary>
    public bool IsServer => Host is not null;

    /// <summary>Whether the server is on this machine: <c>localhost</c> or a loopback address. Every other server must prove its identity by TLS.</summary>
    public bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out IPAddress? address) && IPAddress.IsLoopback(address));

    /// <summary>The address of a store in a folder.</summary>
    /// <param name="path">The path of the folder; a relative path is resolved against the current directory of the process.</param>
    public static StoreAddress OfFolder(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return new(FileScheme, full, full);
    }

    /// <summary>The address of a new store in memory, which differs from all others.</summary>
    public static StoreAddress NewInMemory() => new(MemoryScheme, StoreErrors.InMemoryPath, $"{StoreErrors.InMemoryPath}{Guid.NewGuid():N}");

    /// <summary>Whether a string is written as an address of a server: it begins with a scheme of two or more characters and <c>://</c>.</summary>
    public static bool IsUrl(string text)
    {
        int end = text.IndexOf("://", StringComparison.Ordinal);
        return end > 1 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    /// <summary>Whether a string is written as an address of a server that this version knows.</summary>
    public static bool IsServerUrl(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads the address of a server: <c>postgres://[user@]host[:port]/database[?schema=name][&amp;artifacts=location][&amp;sslrootcert=path]</c>.
    /// </summary>
    /// <param name="text">The address. Reserved characters in the user, the database and the options are percent-encoded.</param>
    /// <param name="isFound">
    /// Whether the address was found in a file or an object and not given by the user. Such an address must not choose the certificates that are trusted.
    /// </param>
    /// <exception cref="TrackerException"><c>StoreAddressInvalid</c> or <c>StoreAddressHasPassword</c>; neither repeats the address.</exception>
    public static StoreAddress Parse(string text, bool isFound = false) =>
        IsServerUrl(text) ? PostgresAddress.Parse(text, isFound) : throw AddressErrors.UnknownScheme(IsUrl(text) ? text[..text.IndexOf(':', StringComparison.Ordinal)] : null);

    /// <summary>The same store for another user, who logs in with a credential.</summary>
    /// <exception cref="TrackerException"><c>StoreCredentialInvalid</c>: the store has no login, or the address names another user.</exception>
    /// <param name="user">The user; <see langword="null"/> for that of the address.</param>
    public StoreAddress WithUser(string? user)
    {
        if (!IsServer) throw AddressErrors.NoLogin(Text);
        if (user is null) return this;
        if (User is not null && User != user) throw AddressErrors.OtherUser(Text);
        return new(Host!, Port, Database!, Schema!, user) { RootCertificate = RootCertificate, Artifacts = Artifacts };
    }

    /// <summary>Whether both identify the same store for the same user.</summary>
    public bool Equals(StoreAddress? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private static string TextOf(string host, int port, string database, string schema, string? user) => string.Create(
        CultureInfo.InvariantCulture,
        $"postgres://{(user is null ? "" : Uri.EscapeDataString(user) + "@")}{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}/{Uri.EscapeDataString(database)}?schema={schema}");
}
