using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>
/// The positional and pipeline input of <c>Add-Artifact</c>: a path, in which wildcards are allowed; a file object, whose path is literal; or a row
/// with the path of a file, or with the digest and size of external content.
/// </summary>
/// <remarks>
/// One parameter accepts them all. Otherwise PowerShell would bind a file's own property Size, or its path as a string with wildcards, before it
/// reaches the right parameter set.
/// </remarks>
public sealed class ArtifactSource
{
    /// <summary>A path with wildcards.</summary>
    public ArtifactSource(string path) => Path = path;

    /// <summary>A single file.</summary>
    public ArtifactSource(FileSystemInfo file) => (Path, IsLiteral) = (file.FullName, true);

    /// <summary>The digest and size of an artifact.</summary>
    /// <exception cref="PSInvalidCastException">They are not known.</exception>
    public ArtifactSource(Artifact artifact) : this(PSObject.AsPSObject(artifact)) { }

    /// <summary>A row of a CSV file or a custom object, with Digest and Size, or with PSPath, FullName or Path.</summary>
    /// <exception cref="PSInvalidCastException">It has none of these properties, or its Size is not valid.</exception>
    public ArtifactSource(PSObject row)
    {
        if (ForeignRecord.KindOf(row) is { } kind and not nameof(Artifact)) throw new PSInvalidCastException($"The object is a {kind}, and not a file.");
        Digest = TextOf(row, "Digest");
        Path = TextOf(row, "PSPath") ?? TextOf(row, "FullName") ?? TextOf(row, "Path") ?? "";
        IsLiteral = true;
        if (Digest is null && Path.Length == 0) throw new PSInvalidCastException("The object has neither Digest nor PSPath, FullName or Path.");
        if (TextOf(row, "Size") is not { } size) return;
        Size = IntegerReader.Read(size, out long bytes) is null && bytes >= 0 ? bytes : throw new PSInvalidCastException($"'{size}' is not a size in bytes.");
    }

    /// <summary>The path; empty if there is a digest.</summary>
    public string Path { get; }

    /// <summary>Whether <see cref="Path"/> has no wildcards.</summary>
    public bool IsLiteral { get; }

    /// <summary>The digest of external content.</summary>
    public string? Digest { get; }

    /// <summary>The size of external content in bytes.</summary>
    public long? Size { get; }

    /// <summary>The digest or path.</summary>
    public override string ToString() => Digest ?? Path;

    private static string? TextOf(PSObject row, string property) =>
        row.Properties[property]?.Value is { } value && LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? text : null;
}
