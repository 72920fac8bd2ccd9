using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>Translates errors of PostgreSQL to errors of the store. Messages of the server do not contain passwords.</summary>
internal static class PostgresErrors
{
    /// <summary>The error of the store; <see langword="null"/> for an exception that comes from elsewhere.</summary>
    public static TrackerException? Of(string path, Exception error) => error switch
    {
        NpgsqlException { InnerException: TrackerException known } => known,
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => LoginFailed(path, error),
        NpgsqlException { InnerException: null } refused when IsUnacceptableLogin(refused) => LoginFailed(path, refused),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused => IsOfAnother(refused) ? AccessErrors.NotYours(path, refused) : AccessErrors.Denied(path, refused),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => StoreErrors.ReadOnly(path, "the server only accepts queries."),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => StoreErrors.Full(path, error),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } => StoreErrors.Corrupt(path, error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedTable } => StoreErrors.NotFound(path),
        PostgresException => StoreErrors.Unavailable(path, error),
        NpgsqlException or TimeoutException or System.Net.Sockets.SocketException => Unreachable(path, error),
        LostCommitException => new TrackerException(
            "StoreCommitUnknown", TrackerErrorKind.Unavailable, path,
            $"The connection to the store '{path}' was lost while a change was committed, and the server does not answer. Look whether the change was made before you repeat it.", error),
        InvalidDataException or DamagedRowException => StoreErrors.Corrupt(path, error),
        _ => null,
    };

    /// <summary>Whether a transaction that failed with this error can succeed when it is repeated: nothing of it was committed.</summary>
    public static bool CanRepeat(Exception error) => error is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable,
    } || IsLost(error);

    /// <summary>Whether the server refused the password.</summary>
    public static bool IsRefusedPassword(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification };

    /// <summary>Whether a constraint of the tables was broken.</summary>
    public static bool IsConstraintViolation(Exception error) => error is PostgresException { SqlState: { } state } && state.StartsWith("23", StringComparison.Ordinal);

    /// <summary>Whether the connection to the server was lost, or the server ended it.</summary>
    public static bool IsLost(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => true,
        PostgresException { SqlState: { } state } => state.StartsWith("08", StringComparison.Ordinal) || state == PostgresErrorCodes.TooManyConnections,
        NpgsqlException lost => lost.IsTransient || lost.InnerException is IOException or System.Net.Sockets.SocketException,
        IOException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    private static TrackerException Unreachable(string path, Exception error) => new(
        "StoreUnreachable", TrackerErrorKind.Unavailable, path,
        $"The server of the store '{path}' does not answer: {Innermost(error).Message} Check the address and the network, and that the server is running.", error);

    private static TrackerException LoginFailed(string path, Exception error) => new(
        "StoreLoginFailed", TrackerErrorKind.PermissionDenied, path,
        $"The server of the store '{path}' refused the login: {error.Message} Passwords come from Connect-ExperimentStore -Credential, $env:PGPASSWORD or the file of passwords " +
        "(~/.pgpass or $env:PGPASSFILE).", error);

    // The server asks for the password itself, which Connections gives only if the user gave it for this store. Npgsql has no code for this.
    private static bool IsUnacceptableLogin(NpgsqlException refused) => refused.Message.Contains("RequireAuth", StringComparison.OrdinalIgnoreCase);

    // The functions of the server that check policies of rows and raise the errors of triggers; other privileges are checked elsewhere.
    private static bool IsOfAnother(PostgresException refused) => refused.Routine is "ExecWithCheckOptions" or "exec_stmt_raise";

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}
