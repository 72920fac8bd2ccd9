namespace ExperimentTracker.Transfer;

/// <summary>A format of another program that records can be written in.</summary>
public interface IExportFormat
{
    /// <summary>The name, as users specify it: letters and digits, unique without regard to case.</summary>
    string Name { get; }

    /// <summary>What it is, in a few words, for lists and completion.</summary>
    string Title { get; }

    /// <summary>Whether it can also be written to a server, by an address such as <c>https://host:5000</c>.</summary>
    bool TakesAddress => false;

    /// <summary>Whether a file can be of this format: all files that an export writes are. An export replaces a folder only if it has no others.</summary>
    /// <param name="path">The path within the folder, <c>/</c>-separated.</param>
    bool Writes(string path);

    /// <summary>Writes records to a folder that exists and is empty, or to a server.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be written.</exception>
    /// <exception cref="TrackerException">The errors of the source and of the server.</exception>
    void Write(ExportRequest request);
}

/// <summary>What to export, and where to.</summary>
public sealed record ExportRequest
{
    /// <summary>The records and contents.</summary>
    public required ITransferSource Source { get; init; }

    /// <summary>The full path of the folder, or the address of a server.</summary>
    public required string Target { get; init; }

    /// <summary>Where the folder is when the export is complete: a format that names full paths names these. The target is a draft until then.</summary>
    public string Destination
    {
        get => field ?? Target;
        init;
    }

    /// <summary>Whether the target is the address of a server.</summary>
    public bool IsAddress => !Path.IsPathFullyQualified(Target);

    /// <summary>Receives what the format has no place for.</summary>
    public TransferLosses Losses { get; init; } = new();

    /// <summary>Receives each record.</summary>
    public IProgress<string>? Progress { get; init; }

    /// <summary>Cancels the export.</summary>
    public CancellationToken Cancellation { get; init; }
}
