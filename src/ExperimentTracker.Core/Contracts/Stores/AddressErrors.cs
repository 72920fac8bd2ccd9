namespace ExperimentTracker.Contracts.Stores;

/// <summary>Errors about addresses of stores. None of them repeats an address that could contain a password.</summary>
public static class AddressErrors
{
    private const string Form = "postgres://user@host:5432/database?schema=name&artifacts=s3://bucket/prefix";

    /// <summary>Where a password may come from.</summary>
    private const string Sources =
        "Give it with Connect-ExperimentStore -Credential, in the password file of PostgreSQL ($env:PGPASSFILE or ~/.pgpass), or in $env:PGPASSWORD";

    /// <summary>The address has a password. Id: <c>StoreAddressHasPassword</c>.</summary>
    public static TrackerException Password() => new(
        "StoreAddressHasPassword", TrackerErrorKind.InvalidArgument, null,
        $"The address of the store contains a password, or a ':' in its user. Addresses are recorded and shown, so a password must not be part of one. {Sources}; " +
        "and change this password if the address was saved anywhere.");

    /// <summary>The location of artifacts has a secret. Id: <c>StoreAddressHasPassword</c>.</summary>
    public static TrackerException ArtifactsSecret() => new(
        "StoreAddressHasPassword", TrackerErrorKind.InvalidArgument, null,
        "The location of artifacts contains a user, a key or a signature. Locations are recorded and shown, so a secret must not be part of one. Give it as the " +
        "object store's own tools expect it: in environment variables, a profile, or an identity of the machine.");

    /// <summary>A part of the address is wrong. Id: <c>StoreAddressInvalid</c>.</summary>
    public static TrackerException Invalid(string reason) => new(
        "StoreAddressInvalid", TrackerErrorKind.InvalidArgument, null, $"The address of the store is not valid. {reason} An address has the form {Form}.");

    /// <summary>The address has an option that does not exist. Id: <c>StoreAddressInvalid</c>.</summary>
    /// <param name="name">The option; <see langword="null"/> if it could be a part of something else.</param>
    public static TrackerException UnknownOption(string? name) => Invalid(
        $"{(name is null ? "It has an unknown option" : $"The option {name} is unknown")}: the options are schema, artifacts, sslmode and sslrootcert.");

    /// <summary>The address asks for less than verified TLS. Id: <c>StoreAddressInvalid</c>.</summary>
    /// <param name="isKnown">Whether it names a mode that PostgreSQL has.</param>
    public static TrackerException LessVerified(bool isKnown) => Invalid(
        isKnown
            ? "An address cannot ask for less than a verified server: sslmode is verify-full, and is left out. A server on this machine (localhost) needs no TLS; " +
              "sslrootcert names the certificates for a server with a private one."
            : "The option sslmode is verify-full, or is left out.");

    /// <summary>An address that was not given by the user names certificates to trust. Id: <c>StoreAddressInvalid</c>.</summary>
    public static TrackerException FoundCertificate() => Invalid(
        "An address in a file or an object cannot name the certificates to trust. Set $env:PGSSLROOTCERT, or give the address with -Store or Connect-ExperimentStore.");

    /// <summary>The scheme of an address is unknown. Id: <c>StoreAddressInvalid</c>.</summary>
    /// <param name="scheme">The scheme; <see langword="null"/> if the text has none.</param>
    public static TrackerException UnknownScheme(string? scheme) => Invalid(
        scheme is null ? "It does not begin with postgres://." : $"The scheme {scheme} is unknown. A store is a folder, or a database at postgres:// (or postgresql://).");

    /// <summary>An address was given for a file or a folder. Id: <c>PathNotFileSystem</c>.</summary>
    public static TrackerException NotAPath() => new(
        "PathNotFileSystem", TrackerErrorKind.InvalidArgument, null,
        "The address of a server was given where a file or a folder of the file system is needed. Name a path; Merge-ExperimentStore copies the records of a store " +
        "into a store on a server.");

    /// <summary>A file that names a store is wrong. Id: <c>StorePointerInvalid</c>.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="inner">The reason.</param>
    public static TrackerException PointerInvalid(string path, string reason, Exception? inner = null) => new(
        "StorePointerInvalid", TrackerErrorKind.InvalidArgument, path,
        $"The file '{path}' names no store. {reason} Its content is {{ \"store\": \"postgres://host/database?schema=name\" }}.", inner);

    /// <summary>A file that names a store contains an address with a password. Id: <c>StoreAddressHasPassword</c>.</summary>
    /// <param name="path">The full path of the file.</param>
    /// <param name="inner">The error of the address.</param>
    public static TrackerException PointerHasPassword(string path, TrackerException inner) => new(
        "StoreAddressHasPassword", TrackerErrorKind.InvalidArgument, path, $"In the file '{path}': {inner.Message}", inner);

    /// <summary>A credential was given for a store without a login. Id: <c>StoreCredentialInvalid</c>.</summary>
    public static TrackerException NoLogin(string address) => new(
        "StoreCredentialInvalid", TrackerErrorKind.InvalidArgument, address, $"The store '{address}' is not on a server and has no login. Leave out -Credential and -TokenProvider.");

    /// <summary>The credential is that of another user than the address names. Id: <c>StoreCredentialInvalid</c>.</summary>
    public static TrackerException OtherUser(string address) => new(
        "StoreCredentialInvalid", TrackerErrorKind.InvalidArgument, address,
        $"The credential is that of another user than the address '{address}' names. Leave out the user of the address, or give the credential of this user.");

    /// <summary>Both a credential and a provider of tokens were given. Id: <c>StoreCredentialInvalid</c>.</summary>
    public static TrackerException TwoLogins() =>
        new("StoreCredentialInvalid", TrackerErrorKind.InvalidArgument, null, "-Credential and -TokenProvider are two logins. Leave out one of them; the user of a token is that of the address.");

    /// <summary>A location of artifacts was given twice. Id: <c>StoreAddressInvalid</c>.</summary>
    public static TrackerException ArtifactsTwice() => Invalid("The address and -Artifacts name different locations of artifacts. Leave out one of them.");
}
