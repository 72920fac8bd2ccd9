namespace ExperimentTracker;

/// <summary>The kind of an artifact's content, which determines the type that it is read as.</summary>
public enum ArtifactKind : long
{
    /// <summary>A file.</summary>
    File = 1,

    /// <summary>A folder: a manifest of files.</summary>
    Folder = 2,

    /// <summary>Text, stored as UTF-8.</summary>
    Text = 3,

    /// <summary>Bytes.</summary>
    Bytes = 4,

    /// <summary>An object, stored as JSON.</summary>
    Object = 5,

    /// <summary>A location outside of the store; nothing is copied.</summary>
    Reference = 6,

    /// <summary>A digest and a size without bytes.</summary>
    Record = 7,
}
