using System.Data.Common;

namespace ExperimentTracker.Transfer;

/// <summary>A format of another tracker, or of another program, that can be read as records.</summary>
public interface ITransferFormat
{
    /// <summary>The name, as users specify it: letters and digits, unique without regard to case.</summary>
    string Name { get; }

    /// <summary>What it is, in a few words, for lists and completion.</summary>
    string Title { get; }

    /// <summary>Whether it can be read from a server, by an address such as <c>https://host:5000</c>.</summary>
    bool TakesAddress => false;

    /// <summary>Whether it can be read from a database on a server.</summary>
    bool TakesDatabase => false;

    /// <summary>
    /// Whether a file or folder has this format. It is recognised by its contents, not by its name alone, and reads no more than is needed for this. Files that
    /// cannot be opened are not of this format.
    /// </summary>
    /// <param name="path">The full path of a file or folder that exists.</param>
    bool Fits(string path);

    /// <summary>Opens a source for reading.</summary>
    /// <exception cref="TrackerException">
    /// <c>ImportNotReadable</c>: it does not have this format. Damage within a source of the format is no error: what is whole is read, and
    /// <see cref="ITransferSource.Losses"/> says where the damage is.
    /// </exception>
    ITransferSource Open(TransferRequest request);
}

/// <summary>The table of the formats, in the assembly that is loaded when one is first needed.</summary>
public interface ITransferFormats
{
    /// <summary>The formats, in the order in which a file is compared with them.</summary>
    IReadOnlyList<ITransferFormat> All { get; }

    /// <summary>The formats to export to, in the order of lists.</summary>
    IReadOnlyList<IExportFormat> Exports { get; }
}

/// <summary>What to import.</summary>
/// <param name="Path">The full path of the file or folder, or the address of a server.</param>
/// <param name="Project">The project of the experiments, for formats without projects; <see langword="null"/> for the default project.</param>
/// <param name="Cancellation">Cancels opening the source.</param>
public sealed record TransferRequest(string Path, string? Project = null, CancellationToken Cancellation = default)
{
    /// <summary>The database on a server; <see langword="null"/> for anything else.</summary>
    public ForeignDatabase? Database { get; init; }

    /// <summary>Whether it is the address of a server.</summary>
    public bool IsAddress => !System.IO.Path.IsPathFullyQualified(Path);
}

/// <summary>A database of another program on a server.</summary>
/// <param name="Name">The name for display, without a secret.</param>
/// <param name="Schema">The schema in which its tables are looked for first.</param>
/// <param name="Open">Opens a connection, which belongs to the caller.</param>
public sealed record ForeignDatabase(string Name, string Schema, Func<CancellationToken, DbConnection> Open);
