using ExperimentTracker.Maintenance;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Sqlite.Maintenance;

/// <summary>The destination of a copy of a store, which is created as a draft beside it and moved into place.</summary>
/// <param name="source">The folder of the store that is copied; <see langword="null"/> if it has none.</param>
/// <param name="folder">The full path of the folder to create.</param>
internal sealed class CopyDestination(string? source, string folder)
{
    /// <summary>Throws if the destination exists or is not valid.</summary>
    /// <param name="replaced">The id of the store whose earlier copy can be replaced; <see langword="null"/> if nothing can.</param>
    /// <exception cref="TrackerException"><c>BackupExists</c> or <c>BackupPathInvalid</c>.</exception>
    public void Check(string? replaced)
    {
        if (Path.GetDirectoryName(folder) is null) throw MaintenanceErrors.BackupPath(folder, "it is the root of a drive");
        if (source is not null)
        {
            if (IsWithin(folder, source)) throw MaintenanceErrors.BackupPath(folder, "it is within the store itself");
            if (IsWithin(source, folder)) throw MaintenanceErrors.BackupPath(folder, "the store itself is within it");
        }

        if (!Path.Exists(folder) || IsEmptyFolder(folder)) return;
        string? there = DatabaseFiles.StoreIdOf(new StoreFiles(folder).Database);
        if (there is null || there != replaced) throw MaintenanceErrors.BackupExists(folder, there is not null, isOther: replaced is not null);
    }

    public Draft Begin()
    {
        string draft = $"{folder}.{Guid.NewGuid():N}.part";
        PrivateFiles.CreateFolder(draft);
        return new Draft(draft, folder);
    }

    private static bool IsEmptyFolder(string path) => Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any();

    private static bool IsWithin(string path, string other) =>
        Path.GetRelativePath(other, path) is var relative && (relative == "." || !(relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)));

    /// <summary>An unfinished copy. Disposing deletes it unless it was finished.</summary>
    /// <param name="draft">The folder in which it is created.</param>
    /// <param name="folder">The destination folder.</param>
    internal sealed class Draft(string draft, string folder) : IDisposable
    {
        public string Folder => draft;

        /// <summary>Moves it into place. The existing copy is renamed first, so that at any time one of them is complete.</summary>
        public void Finish()
        {
            string aside = $"{folder}.{Guid.NewGuid():N}.old";
            bool occupied = Directory.Exists(folder);
            if (occupied) Directory.Move(folder, aside);
            try
            {
                Directory.Move(draft, folder);
            }
            catch
            {
                if (occupied) Directory.Move(aside, folder);
                throw;
            }

            if (occupied) Directory.Delete(aside, recursive: true);
        }

        public void Dispose()
        {
            if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        }
    }
}
