using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <summary>Creates, migrates and opens the database of a store, whatever other processes do at the same moment.</summary>
internal sealed class StoreOpener(StoreFiles files, IReadOnlyList<Action<Session>> migrations)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public Database Open(bool create, CancellationToken cancellation)
    {
        if (File.Exists(files.Folder)) throw StoreErrors.PathIsFile(files.Folder);
        if (!File.Exists(files.Database))
        {
            RefuseHidden();
            if (!create) throw StoreErrors.NotFound(files.Folder);
            Create(cancellation);
        }

        try
        {
            Session session = OpenCurrent(cancellation);
            return session.IsReadOnly
                ? new Database(files.Folder, session, connect: null, journal: null)
                : new Database(files.Folder, session, () => Connections.Open(files.Database), files.Journal);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(files.Folder, e);
        }
    }

    // To the question whether a file exists, a folder that cannot be entered answers no.
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
            // It is not there, or nothing can be there.
        }
    }

    // The database is made under another name and moved into place whole, so nobody ever opens half of one.
    private void Create(CancellationToken cancellation)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(files.Folder);
            else Directory.CreateDirectory(files.Folder, OwnerOnly);
            using IDisposable held = FileLock.Acquire(files.CreationLock, cancellation);
            if (File.Exists(files.Database)) return;
            foreach (string leftover in StoreFiles.NamedByUs(files.Folder, "*.new*")) File.Delete(leftover);
            bool isOurs = Directory.EnumerateFileSystemEntries(files.Folder).All(entry => entry == files.CreationLock);
            string draft = Path.Combine(files.Folder, $"{Guid.NewGuid():N}.new");
            using (Session session = Connections.Open(draft, SqliteOpenMode.ReadWriteCreate))
            {
                // The first write fixes the kind of vacuum, so this comes before everything else.
                session.Script($"PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = {Migrations.ApplicationId}");
                object? mode = session.Scalar("PRAGMA journal_mode = WAL");
                if (mode is not "wal") throw new IOException($"SQLite cannot keep a write-ahead journal there (it offers '{mode}').");
                Migrations.Run(session, migrations);
            }

            // Before the database, with which the store is there.
            if (isOurs) HideFromGit(draft + "ignore");
            File.Move(draft, files.Database);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw StoreErrors.NotCreated(files.Folder, e);
        }
    }

    // A store within a work tree of git is no part of it, unless its owner takes this file away. In a folder with other things in it,
    // these would be hidden too.
    private void HideFromGit(string draft)
    {
        File.WriteAllText(draft, "*\n");
        File.Move(draft, files.GitIgnore);
    }

    private Session OpenCurrent(CancellationToken cancellation)
    {
        Session session = OpenAny();
        try
        {
            if (session.Number("PRAGMA application_id") != Migrations.ApplicationId) throw StoreErrors.NotADatabase(files.Database);
            int version = Migrations.VersionOf(session);
            if (version > migrations.Count) throw StoreErrors.TooNew(files.Folder, version, migrations.Count);
            if (version < migrations.Count)
            {
                if (session.IsReadOnly) throw StoreErrors.ReadOnly(files.Folder, "it has an older schema, which has to be brought up to date first.");
                using IDisposable held = FileLock.Acquire(files.CreationLock, cancellation);
                Migrations.Run(session, migrations);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private Session OpenAny()
    {
        Session? session = null;
        try
        {
            // Where SQLite may not put its index of the journal, opening fails, or the first reading does.
            session = Connections.Open(files.Database);
            session.Scalar("SELECT count(*) FROM sqlite_master");
            return session;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY)
        {
            session?.Dispose();
            if (File.Exists(files.Journal) && new FileInfo(files.Journal).Length > 0)
            {
                throw StoreErrors.Unavailable(files.Folder, new IOException(
                    "its folder is write-protected, and the journal beside the database has changes that cannot be read so. " +
                    "Open it once where it can be written, or copy it to such a place."));
            }

            return Connections.OpenImmutable(files.Database);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }
}
