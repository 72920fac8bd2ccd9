namespace ExperimentTracker;

/// <summary>What an artifact is and so how its content is given back.</summary>
public enum ArtifactKind
{
    /// <summary>A file.</summary>
    File = 1,

    /// <summary>A folder: a manifest of files.</summary>
    Folder = 2,

    /// <summary>Text, kept as UTF-8.</summary>
    Text = 3,

    /// <summary>Bytes.</summary>
    Bytes = 4,

    /// <summary>An object, kept as JSON.</summary>
    Object = 5,

    /// <summary>Something outside of the store: recorded, not copied.</summary>
    Reference = 6,

    /// <summary>A digest and a size; the bytes are elsewhere.</summary>
    Record = 7,
}
