using ExperimentTracker.Values;

namespace ExperimentTracker.Interop.Files;

/// <summary>Creates the folders of an export.</summary>
internal static class FolderCreation
{
    /// <summary>Creates a folder and those above it that do not exist, for their owner only.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path)) return;
        Create(Path.GetDirectoryName(path)!);
        PrivateFiles.CreateFolder(path);
    }
}
