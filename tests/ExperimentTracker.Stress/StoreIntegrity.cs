using System.Security.Cryptography;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Stress;

/// <summary>Checks that a store is valid: with SQLite's own checks, the hash of every blob, and Test-ExperimentStore.</summary>
public static class StoreIntegrity
{
    public static IExperimentStore Open(string folder) => new SqliteEngine().Open(StoreAddress.OfFolder(folder), StoreOpening.OrCreate, CancellationToken.None);

    /// <summary>Checks a store, also while others write to it.</summary>
    /// <exception cref="TrialException">Something is damaged, or needs a repair.</exception>
    public static void Check(IExperimentStore store)
    {
        CheckFile(Path.Combine(store.Path, "tracker.db"));
        CheckContents(Path.Combine(store.Path, "artifacts", "sha256"));

        // Files of an interrupted write have the severity Information. Anything higher needs a repair.
        StoreFinding? finding = store.Maintenance.Check(quick: true, null, CancellationToken.None).FirstOrDefault(f => f.Severity > FindingSeverity.Information);
        if (finding is not null) throw new TrialException($"The check of {store.Path} found {finding.Problem}: {finding}");
    }

    public static void CheckFile(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ConnectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_autocheckpoint = 0";
        command.ExecuteScalar();
        command.CommandText = "PRAGMA integrity_check";
        if (command.ExecuteScalar() is var result and not "ok") throw new TrialException($"{database} does not pass PRAGMA integrity_check: {result}");
        command.CommandText = "PRAGMA foreign_key_check";
        if (command.ExecuteScalar() is { } table) throw new TrialException($"{database} has a row of {table} that refers to a missing row.");
    }

    // Includes blobs that no row refers to: a file at the path of a blob is always complete.
    private static void CheckContents(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string expected = Path.GetFileName(Path.GetDirectoryName(path)!) + Path.GetFileName(path);
            if (Hash(path) is { } hash && hash != expected) throw new TrialException($"The blob {path} does not match its hash.");
        }
    }

    // Another process may have collected it since it was listed.
    private static string? Hash(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return Convert.ToHexString(SHA256.HashData(file)).ToLowerInvariant();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
