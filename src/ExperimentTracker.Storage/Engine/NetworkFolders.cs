namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// File systems that several machines share. SQLite's write-ahead log needs memory shared on one machine, and locks on such file systems are not
/// reliable (https://www.sqlite.org/wal.html, "WAL does not work over a network filesystem").
/// </summary>
internal static class NetworkFolders
{
    // As statfs(2) names them on Linux and macOS, by prefix: nfs4, smb2, smbfs …
    private static readonly string[] Kinds = ["nfs", "cifs", "smb", "afs", "ncp", "coda", "ceph", "lustre", "gpfs"];

    /// <summary>The kind of the network file system that a folder is on, or would be; <see langword="null"/> for a local disk.</summary>
    public static string? KindOf(string folder)
    {
        if (OperatingSystem.IsWindows() && folder.StartsWith(@"\\", StringComparison.Ordinal)) return "a network share";
        try
        {
            string there = folder;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent) there = parent;
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(there)! : there);
            if (OperatingSystem.IsWindows()) return drive.DriveType == DriveType.Network ? "a network drive" : null;
            string kind = drive.DriveFormat;
            return Kinds.Any(k => kind.StartsWith(k, StringComparison.OrdinalIgnoreCase)) ? kind : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // If it cannot be determined, opening the store gives the actual error.
            return null;
        }
    }
}
