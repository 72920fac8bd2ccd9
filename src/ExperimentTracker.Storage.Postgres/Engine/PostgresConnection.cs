using ExperimentTracker.Storage.Engine;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// A connection. What begins a transaction, and statements whose result nobody waits for, are sent together with the next statement, in one message and one
/// answer. An error of one of them is reported by that statement, and the transaction is rolled back.
/// </summary>
/// <param name="inner">The connection of Npgsql.</param>
/// <param name="database">What the connections of a store have in common.</param>
internal sealed class PostgresConnection(NpgsqlConnection inner, PostgresDatabase database) : StoreConnection(database.Options)
{
    // Runs of one store share names, hosts and messages. Beyond this number the strings are forgotten.
    private const int MostShared = 10_000;

    private readonly Dictionary<string, PostgresStatement> prepared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> shared = new(StringComparer.Ordinal);
    private readonly List<NpgsqlBatchCommand> waiting = [];
    private readonly Queue<Action<ResultRows>> takers = [];
    private bool endsWithNext;
    private bool hasRequirements;

    public override string StorePath => database.Path;

    public override bool IsRemote => true;

    public override SqlDialect Dialect => PostgresDialect.Instance;

    public override int SchemaVersion => (int)Number("SELECT value::bigint FROM store_info WHERE name = 'schema_version'")!;

    // PostgreSQL moves a value of more than 2 KB out of its row, and divides it into pieces of that size.
    public override int? PageSize => null;

    public override long DatabaseSize => Number(
        """
        SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = @1 AND c.relkind = 'r'
        """,
        database.Schema)!.Value;

    public override string EngineName => "PostgreSQL";

    public override string EngineVersion => inner.PostgreSqlVersion.ToString();

    public override long InsertedKey => throw new NotSupportedException("PostgreSQL's keys are assigned before the rows are inserted.");

    /// <summary>What identifies the current write transaction in the table <c>commits</c>.</summary>
    public Guid Token { get; set; }

    /// <summary>The schema of the store.</summary>
    public string Schema => database.Schema;

    /// <summary>The connection of Npgsql.</summary>
    public NpgsqlConnection Inner => inner;

    /// <summary>The number of messages to the server that were waited for.</summary>
    public long RoundTrips { get; private set; }

    /// <summary>Cancels the statement that is running on the server.</summary>
    public CancellationToken Cancellation { get; set; }

    public override long? NewKey() => database.NewKey(this);

    public override bool IsConstraintViolation(Exception error, bool any = false) =>
        any ? PostgresErrors.IsConstraintViolation(error) : error is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    public override TrackerException? ErrorOf(Exception error) => database.ErrorOf(error);

    public override Statement Prepare(string sql) => GetStatement(sql);

    public override void Script(string sql)
    {
        var batch = new NpgsqlBatchCommand(sql);
        Run(batch, out _);
    }

    public override T Interruptible<T>(Func<T> work, CancellationToken cancellation) => work();

    /// <summary>The string object that equal strings of this connection share.</summary>
    public string Shared(string text)
    {
        if (shared.TryGetValue(text, out string? known)) return known;
        if (shared.Count >= MostShared) shared.Clear();
        return shared[text] = text;
    }

    /// <summary>Sends a statement with the next one that is waited for.</summary>
    /// <param name="command">The statement.</param>
    /// <param name="take">Takes its rows, if it returns some.</param>
    public void Enqueue(NpgsqlBatchCommand command, Action<ResultRows>? take = null)
    {
        waiting.Add(command);
        if (take is not null) takers.Enqueue(take);
    }

    /// <summary>Sends a query with the next statement that divides by zero, and so fails the transaction, if what it requires is not so.</summary>
    public void EnqueueRequirement(NpgsqlBatchCommand query)
    {
        hasRequirements = true;
        Enqueue(query, _ => { });
    }

    /// <summary>Begins a transaction with the next statement.</summary>
    /// <param name="commands">The statements that begin it; a query's rows are not used.</param>
    public void Begin(IEnumerable<string> commands)
    {
        endsWithNext = IsCommitted = hasRequirements = IsBegun = false;
        foreach (string text in commands) Enqueue(new NpgsqlBatchCommand(text), text.StartsWith("SELECT", StringComparison.Ordinal) ? _ => { } : null);
    }

    public override void CommitWithNext() => endsWithNext = true;

    // A bitmap has all rows of a condition before the first is read, and starting workers takes longer than reading a few thousand rows.
    public override void PreferIndexes() => Set(("enable_seqscan", "off"), ("enable_bitmapscan", "off"), ("max_parallel_workers_per_gather", "0"));

    public override void JoinAsWritten() => Set(("join_collapse_limit", "1"));

    /// <summary>Whether a statement with the commit was sent, and its answer has not arrived.</summary>
    public bool IsEnding => endsWithNext && !IsCommitted;

    /// <summary>Whether something of the transaction was sent.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>Whether the transaction was committed with its last statement.</summary>
    public bool IsCommitted { get; private set; }

    /// <summary>Sends the statements that wait.</summary>
    public void Flush()
    {
        if (waiting.Count > 0) Send(null, out _);
    }

    /// <summary>Runs a statement after those that wait.</summary>
    /// <param name="command">The statement.</param>
    /// <param name="rows">Its rows; <see langword="null"/> for a statement that returns none.</param>
    /// <returns>The number of rows that it changed.</returns>
    public int Run(NpgsqlBatchCommand command, out ResultRows? rows)
    {
        Send(command, out rows);
        return (int)command.RecordsAffected;
    }

    // For the rest of the transaction.
    private void Set(params ReadOnlySpan<(string Name, string Value)> settings)
    {
        var calls = new List<string>();
        foreach ((string name, string value) in settings) calls.Add($"set_config('{name}', '{value}', true)");
        Enqueue(new NpgsqlBatchCommand($"SELECT {string.Join(", ", calls)}"), _ => { });
    }

    private void Send(NpgsqlBatchCommand? last, out ResultRows? rows)
    {
        Cancellation.ThrowIfCancellationRequested();
        rows = null;
        using NpgsqlBatch batch = inner.CreateBatch();
        foreach (NpgsqlBatchCommand first in waiting) batch.BatchCommands.Add(first);
        if (last is not null) batch.BatchCommands.Add(last);
        if (endsWithNext) batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        waiting.Clear();
        Action<ResultRows>[] taking = [.. takers];
        takers.Clear();
        var results = new List<ResultRows>();
        IsBegun = true;
        RoundTrips++;
        try
        {
            using CancellationTokenRegistration registration = Cancellation.Register(batch.Cancel);
            using NpgsqlDataReader reader = batch.ExecuteReader();
            do
            {
                if (reader.FieldCount > 0) results.Add(ResultRows.Read(reader));
            }
            while (reader.NextResult());
        }
        catch (PostgresException e) when (hasRequirements && e.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw new AssumptionFailedException();
        }

        IsCommitted = endsWithNext;
        if (results.Count > taking.Length) rows = results[^1];
        for (int i = 0; i < taking.Length; i++) taking[i](results[i]);
    }

    /// <summary>Ends the transaction without its changes, so that the connection can be used again.</summary>
    public void RollBack()
    {
        Discard();
        endsWithNext = false;
        Cancellation = CancellationToken.None;
        Script("ROLLBACK");
    }

    /// <summary>Forgets what waits, because the transaction ends without it.</summary>
    public void Discard()
    {
        waiting.Clear();
        takers.Clear();
    }

    public override void Dispose() => inner.Dispose();

    // The statements of this module are a few hundred texts, except those with optional conditions; a statement is a few hundred bytes here.
    protected override Statement GetStatement(string sql)
    {
        if (prepared.TryGetValue(sql, out PostgresStatement? statement) && statement.IsIdle) return statement;
        if (prepared.Count > MostShared) prepared.Clear();
        return prepared[sql] = new PostgresStatement(this, sql);
    }
}
