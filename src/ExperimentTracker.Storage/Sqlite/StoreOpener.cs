using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Values;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Creates, migrates and opens the database of a store, while other processes may do the same.</summary>
/// <param name="files">The paths of the store's files.</param>
/// <param name="migrations">The steps to the current schema.</param>
/// <param name="options">The options of the engine.</param>
/// <param name="created">Called with the connection to a new database before it is moved into place.</param>
internal sealed class StoreOpener(StoreFiles files, IReadOnlyList<Action<StoreConnection>> migrations, EngineOptions options, Action<StoreConnection>? created = null)
{
    public SqliteDatabase Open(bool create, CancellationToken cancellation)
    {
        if (File.Exists(files.Folder)) throw StoreErrors.PathIsFile(files.Folder);
        TrackerException? refusal = options.NetworkOf(files.Folder) is { } network ? StoreErrors.OnNetwork(files.Folder, network) : null;
        if (!File.Exists(files.Database))
        {
            RefuseHidden();
            if (!create) throw StoreErrors.NotFound(files.Folder);
            if (refusal is not null) throw refusal;
            Create(cancellation);
        }

        try
        {
            return refusal is not null ? new SqliteDatabase(files.Folder, OpenUnwritten(), connect: null, wal: null, refusal) : OpenInspected(cancellation);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(files.Folder, e);
        }
    }

    private SqliteDatabase OpenInspected(CancellationToken cancellation)
    {
        DateTime lastChange = new[] { files.Database, files.Wal }.Max(File.GetLastWriteTimeUtc);
        WalInspection inspection = WalInspection.Begin(files, options.Time);
        try
        {
            SqliteStoreConnection connection = OpenCurrent(cancellation);
            return connection.IsReadOnly
                ? new SqliteDatabase(files.Folder, connection, connect: null, wal: null) { Closed = inspection.End }
                : new SqliteDatabase(files.Folder, connection, () => Connections.Open(files.Database, options), files.Wal, refusal: null, migrations.Count)
                {
                    Inspection = inspection,
                    LastChange = lastChange,
                    Closed = inspection.End,
                };
        }
        catch
        {
            inspection.End();
            throw;
        }
    }

    // For a folder without access, File.Exists returns false.
    private void RefuseHidden()
    {
        try
        {
            File.GetAttributes(files.Database);
        }
        catch (UnauthorizedAccessException e)
        {
            throw StoreErrors.AccessDenied(files.Folder, e);
        }
        catch (IOException)
        {
            // It does not exist, or cannot exist.
        }
    }

    // The database is created under another name and moved into place, so that no process opens an incomplete one.
    private void Create(CancellationToken cancellation)
    {
        try
        {
            PrivateFiles.CreateFolder(files.Folder);
            using IDisposable held = FileLock.Acquire(files.CreationLock, cancellation);
            if (File.Exists(files.Database)) return;
            foreach (string leftover in StoreFiles.OwnFiles(files.Folder, "*.new*")) File.Delete(leftover);
            bool isOurs = Directory.EnumerateFileSystemEntries(files.Folder).All(entry => entry == files.CreationLock);
            string draft = Path.Combine(files.Folder, $"{Guid.NewGuid():N}.new");
            StoreModes.Open(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
            using (SqliteStoreConnection connection = Connections.Open(draft, options, SqliteOpenMode.ReadWriteCreate))
            {
                Migrations.Begin(connection);
                object? mode = connection.Scalar("PRAGMA journal_mode = WAL");
                if (mode is not "wal") throw new IOException($"SQLite cannot use a write-ahead log there (its journal mode is '{mode}').");
                Migrations.Run(connection, migrations);
                created?.Invoke(connection);
            }

            // Before the database, which makes the folder a store.
            if (isOurs) HideFromGit(draft + "ignore");
            options.Reached(FaultPoints.StoreDrafted);
            File.Move(draft, files.Database);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw StoreErrors.NotCreated(files.Folder, e);
        }
    }

    // A store within a git work tree is not a part of it, unless its owner deletes this file. In a folder with other files, these would be excluded
    // too.
    private void HideFromGit(string draft)
    {
        StoreModes.Write(draft, StoreFiles.IgnoreAll);
        File.Move(draft, files.GitIgnore);
    }

    // The folder cannot be written, so no lock is needed.
    private SqliteStoreConnection OpenUnwritten()
    {
        RefusePendingWal("it is on a network file system");
        SqliteStoreConnection connection = Connections.OpenImmutable(files.Database, options);
        try
        {
            CheckVersion(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteStoreConnection OpenCurrent(CancellationToken cancellation)
    {
        SqliteStoreConnection connection = OpenAny();
        try
        {
            if (CheckVersion(connection) < migrations.Count)
            {
                using IDisposable held = FileLock.Acquire(files.CreationLock, cancellation);
                Migrations.Run(connection, migrations);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteStoreConnection OpenAny()
    {
        SqliteStoreConnection? connection = null;
        try
        {
            // If SQLite cannot create the index of the WAL, opening fails, or the first read does.
            connection = Connections.Open(files.Database, options);
            connection.Scalar("SELECT count(*) FROM sqlite_master");
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            connection?.Dispose();
            RefusePendingWal("its folder is write-protected");
            return Connections.OpenImmutable(files.Database, options);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    // Changes in a WAL cannot be read without writing to its index.
    private void RefusePendingWal(string why)
    {
        if (new FileInfo(files.Wal) is not { Exists: true, Length: > 0 }) return;
        throw StoreErrors.Unavailable(files.Folder, new IOException(
            $"{why}, and its write-ahead log has changes that cannot be read without write access. " +
            "Open it once from a location with write access, or copy it to one."));
    }

    private int CheckVersion(SqliteStoreConnection connection)
    {
        if (connection.Number("PRAGMA application_id") != Migrations.ApplicationId) throw StoreErrors.NotADatabase(files.Database);
        int version = Migrations.VersionOf(connection);
        if (version > migrations.Count) throw StoreErrors.TooNew(files.Folder, version, migrations.Count);
        if (version < migrations.Count && connection.IsReadOnly)
        {
            throw StoreErrors.ReadOnly(files.Folder, "it has an older schema, which must be migrated first.");
        }

        return version;
    }
}
