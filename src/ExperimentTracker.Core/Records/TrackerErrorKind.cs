namespace ExperimentTracker;

/// <summary>The family an error belongs to; callers map it to their own categories.</summary>
public enum TrackerErrorKind
{
    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>What was named fits more than one record.</summary>
    Ambiguous,

    /// <summary>A live record already has that id, name or key.</summary>
    AlreadyExists,

    /// <summary>A value is outside what the domain allows.</summary>
    InvalidArgument,

    /// <summary>The record is in a state that does not allow the operation.</summary>
    InvalidState,

    /// <summary>The store or a file can be read but not written.</summary>
    PermissionDenied,

    /// <summary>Stored bytes are not what they should be.</summary>
    Corrupt,

    /// <summary>The store is of a kind or version this code does not read.</summary>
    Unsupported,

    /// <summary>The operating system or the database engine failed.</summary>
    Unavailable,
}
