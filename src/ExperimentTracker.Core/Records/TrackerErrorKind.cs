namespace ExperimentTracker;

/// <summary>The category of an error; callers map it to their own categories.</summary>
public enum TrackerErrorKind : long
{
    /// <summary>The named object does not exist.</summary>
    NotFound,

    /// <summary>The name matches several records.</summary>
    Ambiguous,

    /// <summary>A live record already has that id, name or key.</summary>
    AlreadyExists,

    /// <summary>A value is not valid.</summary>
    InvalidArgument,

    /// <summary>The record is in a state that does not allow the operation.</summary>
    InvalidState,

    /// <summary>The store or a file can be read but not written.</summary>
    PermissionDenied,

    /// <summary>Stored bytes are damaged.</summary>
    Corrupt,

    /// <summary>The store has a kind or version that this code does not read.</summary>
    Unsupported,

    /// <summary>The operating system or the database engine failed.</summary>
    Unavailable,

    /// <summary>What was waited for did not happen in time.</summary>
    TimedOut,
}
