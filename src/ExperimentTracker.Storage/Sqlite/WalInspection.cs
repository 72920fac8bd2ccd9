using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>
/// Inspects the write-ahead log of a store before SQLite opens it: whether it has everything that was acknowledged. Only if no process has the store open, as
/// after a termination; a process that has it open inspected it before. On Linux, whose locks show this.
/// </summary>
internal sealed class WalInspection
{
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // Databases of this process that are open, by their files and not by their paths, which can lead to one file. Their index must not be opened: closing
    // it would release SQLite's locks.
    private static readonly Dictionary<string, int> Open = new(StringComparer.Ordinal);

    private string file = "";

    /// <summary>Whether the log has changes that a terminated process left.</summary>
    public bool IsLeft { get; private init; }

    /// <summary>What was lost, as a sentence; <see langword="null"/> if nothing was.</summary>
    public string? Loss { get; private init; }

    /// <summary>Inspects the log, unless this process has the store open, and registers that this process opens it.</summary>
    /// <exception cref="TrackerException"><c>StoreWalMissing</c>.</exception>
    public static WalInspection Begin(StoreFiles files, TimeProvider time)
    {
        lock (Open)
        {
            string file = FileIdentity.Of(files.Database);
            int count = Open.GetValueOrDefault(file);
            WalInspection inspection = count == 0 ? Inspect(files, time) : new();
            inspection.file = file;
            Open[file] = count + 1;
            return inspection;
        }
    }

    /// <summary>Unregisters the store.</summary>
    public void End()
    {
        lock (Open)
        {
            if (Open.GetValueOrDefault(file) is > 1 and var count) Open[file] = count - 1;
            else Open.Remove(file);
        }
    }

    private static WalInspection Inspect(StoreFiles files, TimeProvider time)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return new();
        try
        {
            WalIndex? index;
            bool hasLog, expectsLog;
            for (int attempt = 1; ; attempt++)
            {
                index = WalIndex.Read(files.WalIndex, out bool isAlive);
                hasLog = new FileInfo(files.Wal) is { Exists: true, Length: > 0 };
                expectsLog = index is not null && index.Frames > index.Copied;
                if (!isAlive) break;
                if (hasLog || !expectsLog) return new();
                if (attempt == Attempts) throw StoreErrors.WalMissing(files.Folder);

                // Between the two reads, another process can have moved the log to the database, or begun it.
                Thread.Sleep(Pause);
            }

            if (!hasLog && !expectsLog) return new();
            string? loss = Describe(WalFile.Read(files.Wal), index, expectsLog);
            return new() { IsLeft = true, Loss = loss is null ? null : $"{loss} {Keep(files, time)}" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new();
        }
    }

    private static string? Describe(WalFile? log, WalIndex? index, bool expectsLog)
    {
        if (log is null)
        {
            return !expectsLog ? null : string.Create(
                CultureInfo.InvariantCulture, $"The write-ahead log was missing or its header was damaged, and with it {index!.Frames - index.Copied} pages with the latest changes.");
        }

        // After a power loss the index can be that of an earlier log; then only the log itself is evidence.
        long committed = Math.Max(index?.Salts == log.Salts ? index.Frames : 0, log.LastCommitAfterDamage);
        return log.ValidFrames >= committed ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Frame {log.ValidFrames + 1} of the write-ahead log was damaged or missing, and with it the latest changes: {committed - log.ValidFrames} of {committed} pages.");
    }

    // SQLite overwrites the log, so it is copied first.
    private static string Keep(StoreFiles files, TimeProvider time)
    {
        string folder = Path.Combine(files.Quarantine, time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture) + "-wal");
        StoreModes.CreateFolder(folder);
        foreach (string path in new[] { files.Database, files.Wal, files.WalIndex })
        {
            if (File.Exists(path)) File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
        }

        return $"The files as they were found are in '{folder}'.";
    }
}
