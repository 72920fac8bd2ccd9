using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>
/// What <c>Add-Artifact</c> takes by position and through the pipeline: a path, in which wildcards are allowed; a file object, which means
/// itself; or a row that names a file, or says the digest and size of what is elsewhere.
/// </summary>
/// <remarks>
/// One parameter takes them all, since PowerShell would bind a file's own property Size, and its path as text with wildcards in it, before
/// it came to the parameter set that is meant.
/// </remarks>
public sealed class ArtifactSource
{
    /// <summary>Names files by a path with wildcards.</summary>
    public ArtifactSource(string path) => Path = path;

    /// <summary>Names the one file.</summary>
    public ArtifactSource(FileSystemInfo file) => (Path, IsLiteral) = (file.FullName, true);

    /// <summary>Takes a row of a CSV file or a custom object: its Digest and Size, or its PSPath, FullName or Path.</summary>
    /// <exception cref="PSInvalidCastException">It has none of these, or its Size is not a size.</exception>
    public ArtifactSource(PSObject row)
    {
        Digest = TextOf(row, "Digest");
        Path = TextOf(row, "PSPath") ?? TextOf(row, "FullName") ?? TextOf(row, "Path") ?? "";
        IsLiteral = true;
        if (Digest is null && Path.Length == 0) throw new PSInvalidCastException("The object has neither Digest nor PSPath, FullName or Path.");
        if (TextOf(row, "Size") is not { } size) return;
        Size = LanguagePrimitives.TryConvertTo(size, out long bytes) && bytes >= 0 ? bytes : throw new PSInvalidCastException($"'{size}' is not a size in bytes.");
    }

    /// <summary>The path; empty when there is a digest.</summary>
    public string Path { get; }

    /// <summary>Whether wildcards in <see cref="Path"/> are none.</summary>
    public bool IsLiteral { get; }

    /// <summary>The digest of what is elsewhere.</summary>
    public string? Digest { get; }

    /// <summary>Its size in bytes.</summary>
    public long? Size { get; }

    /// <summary>The digest or path.</summary>
    public override string ToString() => Digest ?? Path;

    private static string? TextOf(PSObject row, string property) =>
        row.Properties[property]?.Value is { } value && LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? text : null;
}
