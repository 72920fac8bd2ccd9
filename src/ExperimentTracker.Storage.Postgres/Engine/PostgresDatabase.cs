using System.Collections.Concurrent;
using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Engine;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// The database of a store in a schema of PostgreSQL. Reads are transactions of one snapshot. A write transaction holds a lock of the store: exclusively, so that what
/// it reads stays true as under SQLite, or shared with the other writers of runs, which lock the rows of their runs. A transaction that fails because of a deadlock or
/// a lost connection is repeated; one whose answer to the commit is lost, only if the server says that it was not committed.
/// </summary>
internal sealed class PostgresDatabase : Database
{
    // A server that restarts is back after some seconds.
    private const int MostAttempts = 6;

    private readonly string path;
    private readonly NpgsqlDataSource source;
    private readonly long lockKey;
    private readonly ConcurrentBag<PostgresConnection> idle = [];
    private readonly object keys = new();
    private long nextKey;
    private long lastKey = -1;
    private volatile bool disposed;

    /// <param name="address">The address of the store.</param>
    /// <param name="source">Opens connections.</param>
    /// <param name="options">The options of the engine.</param>
    public PostgresDatabase(StoreAddress address, NpgsqlDataSource source, EngineOptions options)
        : base(address.Text, options)
    {
        path = address.Text;
        this.source = source;
        Schema = address.Schema!;
        lockKey = StoreLocks.KeyOf(Schema);
    }

    public override SqlDialect Dialect => PostgresDialect.Instance;

    public override bool IsReadOnly => false;

    public override bool IsRemote => true;

    public override bool IsDisposed => disposed;

    /// <summary>The schema.</summary>
    public string Schema { get; }

    /// <summary>The schema, quoted for SQL.</summary>
    public string QuotedSchema => $"\"{Schema}\"";

    /// <summary>The key of the store's lock, for pg_advisory_lock.</summary>
    public long LockKey => lockKey;

    public override void CheckWritable()
    {
    }

    public override T Read<T>(Func<StoreConnection, T> work, CancellationToken cancellation) => Read(work, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellation);

    public override T ReadWithTemporaryTables<T>(Func<StoreConnection, T> work, CancellationToken cancellation) => Read(work, "BEGIN ISOLATION LEVEL REPEATABLE READ", cancellation);

    /// <summary>Opens a connection for a lock that outlasts a transaction of the store. Its transaction is open as long as it is, so that a pooler leaves it its session.</summary>
    public PostgresConnection OpenForLock(CancellationToken cancellation) => Translated(() =>
    {
        PostgresConnection connection = Open(cancellation);
        connection.Cancellation = cancellation;
        connection.Begin(["BEGIN", "SET LOCAL idle_in_transaction_session_timeout = 0"]);
        return connection;
    });

    public override StoreConnection? OpenConnection()
    {
        PostgresConnection connection = Translated(() => Open(CancellationToken.None));
        connection.Begin(["BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", Settings]);
        return connection;
    }

    public override T ReadExclusively<T>(Func<StoreConnection, T> work, CancellationToken cancellation) => Write(work, WriteScope.Store, flush: false, cancellation);

    public override IEnumerable<T> Stream<T>(Func<StoreConnection, IEnumerable<T>> work, CancellationToken cancellation) => TranslatedEach(() => StreamRows(work));

    public override bool IsConstraintViolation(Exception error) => PostgresErrors.IsConstraintViolation(error);

    public override TrackerException? ErrorOf(Exception error) => PostgresErrors.Of(path, error);

    /// <summary>A key for a new row. Keys are taken from the server in blocks.</summary>
    public long NewKey(PostgresConnection connection)
    {
        lock (keys)
        {
            if (nextKey <= lastKey) return nextKey++;
            nextKey = connection.Number("SELECT nextval('keys')")!.Value;
            lastKey = nextKey + StoreLocks.KeysPerBlock - 1;
            return nextKey++;
        }
    }

    public override void Dispose()
    {
        if (disposed) return;
        disposed = true;
        while (idle.TryTake(out PostgresConnection? connection)) connection.Dispose();
        source.Dispose();
    }

    /// <summary>Opens a connection that belongs to the caller.</summary>
    public NpgsqlConnection OpenPlain() => source.OpenConnection();

    /// <summary>Closes the connections that are not in use.</summary>
    public void ReleaseHandles()
    {
        while (idle.TryTake(out PostgresConnection? connection)) connection.Dispose();
    }

    protected override T Write<T>(Func<StoreConnection, T> work, WriteScope scope, bool flush, CancellationToken cancellation) => Repeated(
        () =>
        {
            PostgresConnection connection = Take(cancellation);
            try
            {
                return Commit(connection, work, scope, flush, cancellation);
            }
            catch
            {
                connection.ContentChanged();
                connection.Dispose();
                throw;
            }
        },
        error => error is not LostCommitException && PostgresErrors.CanRepeat(error),
        cancellation);

    public override T WriteRun<TState, T>(Func<StoreConnection, TState> write, Func<StoreConnection, TState, T> read, bool flush, CancellationToken cancellation)
    {
        (TState State, T? Result, bool IsRead) written = Write(
            connection =>
            {
                var own = (PostgresConnection)connection;
                TState state = write(own);

                // Only with the id of the transaction can be decided whether a commit whose answer is lost was done.
                if (own.TransactionId is null) own.Flush();
                own.CommitWithNext();
                try
                {
                    return (state, read(own, state), true);
                }
                catch (Exception e) when (PostgresErrors.IsLost(e) && own.IsEnding)
                {
                    return WasCommitted(own.TransactionId!, cancellation) ? (state, default(T), false) : throw new LostTransactionException(e);
                }
            },
            WriteScope.Run, flush, cancellation);
        return written.IsRead ? written.Result! : Read(connection => read(connection, written.State), cancellation);
    }

    private T Read<T>(Func<StoreConnection, T> work, string begin, CancellationToken cancellation) => Repeated(
        () =>
        {
            PostgresConnection connection = Take(cancellation);
            try
            {
                string[] first = [begin, Settings];
                connection.Begin(first);
                T result = work(connection);
                EndRead(connection, first.Length);
                return result;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        },
        PostgresErrors.CanRepeat,
        cancellation);

    private T Commit<T>(PostgresConnection connection, Func<StoreConnection, T> work, WriteScope scope, bool flush, CancellationToken cancellation)
    {
        string take = scope == WriteScope.Run ? "pg_advisory_xact_lock_shared" : "pg_advisory_xact_lock";
        connection.Begin(
            ["BEGIN", Settings, $"SET LOCAL synchronous_commit = {(flush ? "on" : "off")}"],
            string.Create(CultureInfo.InvariantCulture, $"SELECT pg_current_xact_id()::text FROM {take}({lockKey})"));
        connection.ContentChanged();
        T result = work(connection);
        connection.Cancellation = CancellationToken.None;
        Options.Reached(FaultPoints.BeforeCommit);
        try
        {
            if (connection.IsEnding)
            {
                connection.Dispose();
                return result;
            }

            if (!connection.IsCommitted) connection.Run(new NpgsqlBatchCommand("COMMIT"), out _);
        }
        catch (Exception e) when (PostgresErrors.IsLost(e) && connection.TransactionId is { } id)
        {
            if (!WasCommitted(id, cancellation)) throw;
            connection.Dispose();
            return result;
        }

        connection.ContentCommitted();
        Options.Reached(FaultPoints.AfterCommit);
        Return(connection);
        return result;
    }

    // The answer to a commit was lost with its connection. The server knows the state of recent transactions.
    private bool WasCommitted(string id, CancellationToken cancellation)
    {
        try
        {
            return Repeated(
                () =>
                {
                    using PostgresConnection other = Open(cancellation);
                    string? state = other.Scalar("SELECT pg_xact_status(CAST(@1 AS xid8))", id) as string;
                    return state == "in progress" ? throw new TimeoutException("The server has not decided yet whether a transaction is committed.") : state == "committed";
                },
                error => error is TimeoutException || PostgresErrors.CanRepeat(error),
                cancellation);
        }
        catch (TrackerException e)
        {
            throw new LostCommitException(e);
        }
    }

    // The statements are short: compiling them takes longer than running them.
    private string Settings => $"SELECT set_config('search_path', '{QuotedSchema}', true), set_config('jit', 'off', true)";

    private IEnumerable<T> StreamRows<T>(Func<StoreConnection, IEnumerable<T>> work)
    {
        using StoreConnection connection = OpenConnection()!;
        foreach (T item in work(connection)) yield return item;
    }

    // A read does not wait for the end of its transaction: the connection is used again when the answer is there.
    private void EndRead(PostgresConnection connection, int begun)
    {
        if (connection.IsUnsent(begun))
        {
            connection.Discard();
            Return(connection);
            return;
        }

        NpgsqlCommand end = connection.Inner.CreateCommand();
        end.CommandText = "ROLLBACK";
        end.ExecuteNonQueryAsync(CancellationToken.None).ContinueWith(
            ended =>
            {
                end.Dispose();
                if (ended.IsCompletedSuccessfully) Return(connection);
                else connection.Dispose();
            },
            TaskScheduler.Default);
    }

    private T Repeated<T>(Func<T> work, Func<Exception, bool> canRepeat, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (cancellation.IsCancellationRequested && e is not TrackerException)
            {
                throw new OperationCanceledException(e.Message, e, cancellation);
            }
            catch (Exception e) when (attempt < MostAttempts && !disposed && canRepeat(e))
            {
                // Other processes repeat theirs too: the pauses vary.
                int pause = Random.Shared.Next(5, 10) << (attempt * (PostgresErrors.IsLost(e) ? 2 : 1));
                cancellation.WaitHandle.WaitOne(pause);
            }
            catch (Exception e) when (ErrorOf(e) is { } error)
            {
                throw error;
            }
        }
    }

    private PostgresConnection Take(CancellationToken cancellation)
    {
        if (disposed) throw StoreErrors.Disconnected(path);
        PostgresConnection connection = idle.TryTake(out PostgresConnection? free) ? free : Open(cancellation);
        connection.Cancellation = cancellation;
        return connection;
    }

    private PostgresConnection Open(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        NpgsqlConnection inner = source.OpenConnection();
        return new PostgresConnection(inner, this);
    }

    private void Return(PostgresConnection connection)
    {
        connection.Cancellation = CancellationToken.None;
        if (disposed) connection.Dispose();
        else idle.Add(connection);
    }
}
