using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Support;

/// <summary>Changes to stores by other programs.</summary>
public static class StoreDamage
{
    /// <summary>Runs SQL as another program would.</summary>
    public static void Sql(this IExperimentStore store, string sql)
    {
        using SqliteConnection connection = PointsOfView.Connect(store.Database());
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON; " + sql;
        command.ExecuteNonQuery();
    }

    public static string Database(this IExperimentStore store) => Path.Combine(store.Path, "tracker.db");

    /// <summary>The path of a blob.</summary>
    public static string FileOf(this IExperimentStore store, string digest) => Path.Combine(store.Path, "artifacts", "sha256", digest[7..9], digest[9..]);

    /// <summary>Changes one byte of a file, by default in the middle.</summary>
    public static void Flip(string path, long? at = null)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at ?? file.Length / 2;
        int value = file.ReadByte();
        file.Position--;
        file.WriteByte((byte)(value ^ 0x5A));
    }

    /// <summary>All findings of a check.</summary>
    public static List<StoreFinding> Findings(this IExperimentStore store, bool quick = false) => [.. store.Maintenance.Check(quick, null, Expect.None)];

    /// <summary>All files of a folder with the hashes of their contents, to detect changes. The shared-memory file of the write-ahead log is omitted.</summary>
    public static string[] Snapshot(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(f => $"{Path.GetRelativePath(folder, f)} {Convert.ToHexString(Hash(f))}"),
    ];

    private static byte[] Hash(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return System.Security.Cryptography.SHA256.HashData(file);
    }
}
