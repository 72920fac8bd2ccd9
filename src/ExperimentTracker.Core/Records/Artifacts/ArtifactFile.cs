namespace ExperimentTracker;

/// <summary>One file of a folder artifact.</summary>
public sealed record ArtifactFile
{
    /// <summary>The path within the folder, <c>/</c>-separated, never absolute and without <c>..</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Digest { get; init; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
