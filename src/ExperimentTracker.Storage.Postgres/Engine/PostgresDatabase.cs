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
    private readonly string path;
    private readonly ServerConnections server;
    private readonly long lockKey;
    private readonly Repeats repeats;
    private readonly IdleConnections connections;
    private readonly KeyBlocks keys = new();
    private bool isCreating;
    private volatile bool disposed;

    /// <param name="address">The address of the store.</param>
    /// <param name="credentials">The login of the user, if one was given.</param>
    /// <param name="options">The options of the engine.</param>
    public PostgresDatabase(StoreAddress address, IStoreCredentials? credentials, EngineOptions options)
        : base(address.Text, options)
    {
        path = address.Text;
        server = new ServerConnections(address, credentials);
        Schema = address.Schema!;
        lockKey = StoreLocks.KeyOf(Schema);
        repeats = new Repeats(this, server);
        connections = new IdleConnections(Open);
    }

    public override SqlDialect Dialect => PostgresDialect.Instance;

    public override bool IsReadOnly => Access.Role == StoreRole.Reader;

    public override bool IsRemote => true;

    public override bool IsDisposed => disposed;

    /// <summary>Whether a pooler stands before the server; see <see cref="ServerConnections.IsPooled"/>.</summary>
    public bool IsPooled => server.IsPooled;

    /// <summary>Called in the transaction that creates the store.</summary>
    public Action<StoreConnection>? Created { get; init; }

    /// <summary>What this user may do; before the store is opened, what the server allows.</summary>
    public StoreAccess Access { get; set; } = new(StoreRole.Owner, null);

    /// <summary>The schema.</summary>
    public string Schema { get; }

    /// <summary>The schema, quoted for SQL.</summary>
    public string QuotedSchema => $"\"{Schema}\"";

    public override void CheckWritable()
    {
        if (IsReadOnly) throw StoreErrors.ReadOnly(path, "your role is Reader. An owner of the store gives you another with Initialize-ExperimentStore.");
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

    public override T ReadExclusively<T>(Func<StoreConnection, T> work, CancellationToken cancellation) =>
        IsReadOnly ? Read(work, cancellation) : Transact(work, WriteScope.Store, cancellation);

    public override IEnumerable<T> Stream<T>(Func<StoreConnection, IEnumerable<T>> work, CancellationToken cancellation) => TranslatedEach(() => StreamRows(work));

    public override bool IsConstraintViolation(Exception error) => PostgresErrors.IsConstraintViolation(error);

    public override TrackerException? ErrorOf(Exception error) => PostgresErrors.Of(path, error);

    /// <summary>A key for a new row.</summary>
    public long NewKey(PostgresConnection connection) => keys.New(connection);

    public override void Dispose()
    {
        if (disposed) return;
        disposed = true;
        connections.Dispose();
        server.Dispose();
    }

    /// <summary>Opens a connection that belongs to the caller.</summary>
    public NpgsqlConnection OpenPlain() => server.Open();

    /// <summary>Runs what can be repeated when its connection is lost.</summary>
    public T RunRepeated<T>(Func<T> work, CancellationToken cancellation) => repeats.Run(work, PostgresErrors.IsLost, cancellation);

    /// <summary>
    /// What differs after each commit: the transactions that a query would see now. The server knows them without reading a table, behind a pooler and on a standby too, and no
    /// writer does anything for it. Those of other databases of the server are among them.
    /// </summary>
    public object LookAtCommits(CancellationToken cancellation) => RunRepeated(
        () =>
        {
            PostgresConnection connection = connections.Take(cancellation);
            try
            {
                object snapshot = connection.Scalar("SELECT pg_current_snapshot()::text")!;
                connections.Return(connection);
                return snapshot;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        },
        cancellation);

    /// <summary>Closes the connections that are not in use.</summary>
    public void ReleaseHandles() => connections.Close();

    protected override T Write<T>(Func<StoreConnection, T> work, WriteScope scope, bool flush, CancellationToken cancellation)
    {
        CheckWritable();
        return Transact(work, scope, cancellation);
    }

    private void TryRollBack(PostgresConnection connection)
    {
        try
        {
            connection.RollBack();
            connections.Return(connection);
        }
        catch (Exception e) when (PostgresErrors.IsLost(e))
        {
            connection.Dispose();
        }
    }

    private T Transact<T>(Func<StoreConnection, T> work, WriteScope scope, CancellationToken cancellation) => repeats.Run(
        () =>
        {
            PostgresConnection connection = connections.Take(cancellation);
            try
            {
                return Commit(connection, work, scope, cancellation);
            }
            catch (AssumptionFailedException)
            {
                TryRollBack(connection);
                throw;
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
                own.CommitWithNext();
                try
                {
                    return (state, read(own, state), true);
                }
                catch (Exception e) when (PostgresErrors.IsLost(e) && own.IsEnding)
                {
                    return WasCommitted(own.Token, cancellation) ? (state, default(T), false) : throw new LostTransactionException(e);
                }
            },
            WriteScope.Run, flush, cancellation);
        return written.IsRead ? written.Result! : Read(connection => read(connection, written.State), cancellation);
    }

    private T Read<T>(Func<StoreConnection, T> work, string begin, CancellationToken cancellation) => repeats.Run(
        () =>
        {
            PostgresConnection connection = connections.Take(cancellation);
            try
            {
                connection.Begin([begin, Settings]);
                T result = work(connection);
                EndRead(connection);
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

    private T Commit<T>(PostgresConnection connection, Func<StoreConnection, T> work, WriteScope scope, CancellationToken cancellation)
    {
        string[] first = scope switch
        {
            WriteScope.Store => ["BEGIN", Settings, string.Create(CultureInfo.InvariantCulture, $"SELECT 1 FROM pg_advisory_xact_lock({lockKey})")],
            WriteScope.Run => ["BEGIN", Settings, string.Create(CultureInfo.InvariantCulture, $"SELECT 1 FROM pg_advisory_xact_lock_shared({lockKey})")],
            _ => ["BEGIN", Settings],
        };
        connection.Begin(first);
        connection.Token = Guid.NewGuid();
        if (!isCreating) connection.Enqueue(CommitTokens.Announce(connection.Token));
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
        catch (Exception e) when (PostgresErrors.IsLost(e) && !isCreating)
        {
            if (!WasCommitted(connection.Token, cancellation)) throw;
            connection.Dispose();
            return result;
        }

        connection.ContentCommitted();
        Options.Reached(FaultPoints.AfterCommit);
        connections.Return(connection);
        return result;
    }

    private bool WasCommitted(Guid token, CancellationToken cancellation)
    {
        var refusal = Guid.NewGuid();
        try
        {
            return repeats.Run(
                () =>
                {
                    using PostgresConnection other = Open(cancellation);
                    other.Begin(["BEGIN", Settings]);
                    other.Run(CommitTokens.Refuse(token, refusal), out ResultRows? refused);
                    other.Run(new NpgsqlBatchCommand("COMMIT"), out _);
                    return refused!.Count == 0;
                },
                PostgresErrors.CanRepeat,
                cancellation);
        }
        catch (TrackerException e)
        {
            throw new LostCommitException(e);
        }
    }

    /// <summary>Writes in one transaction while the tables of the store are created or changed.</summary>
    public void Migrate(Action<StoreConnection> work, CancellationToken cancellation)
    {
        isCreating = true;
        try
        {
            WriteFlushed(
                connection =>
                {
                    work(connection);
                    return 0;
                },
                cancellation);
        }
        finally
        {
            isCreating = false;
        }
    }

    // The statements are short: compiling them takes longer than running them.
    private string Settings => $"SELECT set_config('search_path', '{QuotedSchema}', true), set_config('jit', 'off', true)";

    private PostgresConnection Open(CancellationToken cancellation)
    {
        if (disposed) throw StoreErrors.Disconnected(path);
        cancellation.ThrowIfCancellationRequested();
        NpgsqlConnection inner = repeats.Run(server.Open, PostgresErrors.IsLost, cancellation);
        keys.Forget();
        return new PostgresConnection(inner, this);
    }

    private IEnumerable<T> StreamRows<T>(Func<StoreConnection, IEnumerable<T>> work)
    {
        using StoreConnection connection = OpenConnection()!;
        foreach (T item in work(connection)) yield return item;
    }

    // A read does not wait for the end of its transaction: the connection is used again when the answer is there.
    private void EndRead(PostgresConnection connection)
    {
        // A read can end with settings for a statement that was not needed.
        connection.Discard();
        if (!connection.IsBegun)
        {
            connections.Return(connection);
            return;
        }

        NpgsqlCommand end = connection.Inner.CreateCommand();
        end.CommandText = "ROLLBACK";
        end.ExecuteNonQueryAsync(CancellationToken.None).ContinueWith(
            ended =>
            {
                end.Dispose();
                if (ended.IsCompletedSuccessfully) connections.Return(connection);
                else connection.Dispose();
            },
            TaskScheduler.Default);
    }
}
