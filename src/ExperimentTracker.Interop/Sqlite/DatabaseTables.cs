using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Interop.Sqlite;

/// <summary>
/// The tables of a database of another program, opened for reading: of a SQLite file, or on a server. The file can come from anywhere: its schema may not call functions, its cells are checked, and
/// views and virtual tables are not read, because they could run without end. Names are compared without regard to case, as SQLite does it.
/// </summary>
internal sealed class DatabaseTables : IDisposable
{
    private const int LargestValue = 64 << 20;
    private readonly DbConnection connection;
    private readonly DbTransaction? transaction;
    private readonly string schema = "";

    // The columns of each table, in capitals, with whether they are integers.
    private readonly Dictionary<string, Dictionary<string, bool>> tables = new(StringComparer.OrdinalIgnoreCase);

    private DatabaseTables(DbConnection connection) => this.connection = connection;

    private DatabaseTables(DbConnection connection, DbTransaction transaction, string schema) =>
        (this.connection, this.transaction, this.schema) = (connection, transaction, $"{Quote(schema)}.");

    /// <summary>The names of the tables.</summary>
    public IReadOnlyCollection<string> Names => tables.Keys;

    /// <summary>Whether a file is a database with a table with these columns.</summary>
    public static bool Has(string path, params (string Table, string[] Columns)[] wanted)
    {
        if (!ForeignFiles.Head(path, 16).AsSpan().SequenceEqual("SQLite format 3\0"u8)) return false;
        try
        {
            using DatabaseTables database = Open(path);
            return wanted.All(table => database.Has(table.Table, table.Columns));
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SqliteException">It is not a database, or cannot be opened.</exception>
    public static DatabaseTables Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_limit(connection.Handle, raw.SQLITE_LIMIT_LENGTH, LargestValue);
            using (SqliteCommand pragma = connection.CreateCommand())
            {
                pragma.CommandText = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON";
                pragma.ExecuteNonQuery();
            }

            var opened = new DatabaseTables(connection);
            foreach (string table in opened.Texts("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'", null))
            {
                opened.tables[table] = opened.Texts("SELECT name FROM pragma_table_info(@value)", table).ToDictionary(c => c.ToUpperInvariant(), _ => false, StringComparer.Ordinal);
            }

            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes the tables of a schema on a server, as of now: what is read belongs to one state, and nothing can be written.</summary>
    /// <param name="connection">An open connection, which is closed with the tables.</param>
    /// <param name="schemas">The schemas in which the tables can be, the first one first.</param>
    /// <param name="wanted">The tables that must be there.</param>
    /// <returns><see langword="null"/> if no schema has them.</returns>
    /// <exception cref="DbException">The server fails.</exception>
    public static DatabaseTables? OnServer(DbConnection connection, IEnumerable<string> schemas, params (string Table, string[] Columns)[] wanted)
    {
        DbTransaction transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText = "SET TRANSACTION READ ONLY";
            command.ExecuteNonQuery();
        }

        foreach (string schema in schemas)
        {
            var opened = new DatabaseTables(connection, transaction, schema);
            foreach (string table in opened.Texts("SELECT table_name::text FROM information_schema.tables WHERE table_schema = @value AND table_type = 'BASE TABLE'", schema))
            {
                opened.tables[table] = opened.Texts("SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_name = @value AND table_schema = @schema", table, schema)
                    .Select(c => c.Split(' ', 2)).ToDictionary(c => c[0].ToUpperInvariant(), c => c[1] is "integer" or "bigint" or "smallint", StringComparer.Ordinal);
            }

            if (wanted.All(table => opened.Has(table.Table, table.Columns))) return opened;
        }

        transaction.Dispose();
        return null;
    }

    /// <summary>Whether there is a table with these columns.</summary>
    public bool Has(string table, params string[] columns) => tables.TryGetValue(table, out Dictionary<string, bool>? known) && columns.All(c => known.ContainsKey(c.ToUpperInvariant()));

    /// <summary>The number of rows of a table; 0 without the table.</summary>
    public long Count(string table)
    {
        if (!tables.ContainsKey(table)) return 0;
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {schema}{Quote(table)}";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Reads rows, up to the first damage, which is a loss.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="table">The table; without it there are no rows.</param>
    /// <param name="columns">The columns, in the order in which the row has them; <see langword="null"/> in the row if the table lacks one.</param>
    /// <param name="where">A column, and the value that it has in the rows that are wanted; without the column there are none.</param>
    /// <param name="order">The columns to sort by, as far as the table has them; <c>rowid</c> is the order of writing in SQLite.</param>
    public IEnumerable<DatabaseRow> Read(ForeignReading reading, string table, string[] columns, (string Column, string Value)? where = null, params string[] order) =>
        Read(reading.Losses, reading.Cancellation, table, columns, where, order);

    /// <inheritdoc cref="Read(ForeignReading, string, string[], ValueTuple{string, string}?, string[])"/>
    /// <exception cref="TrackerException"><c>ImportInterrupted</c>: the file is locked, or can no longer be read, or the server does not answer.</exception>
    public IEnumerable<DatabaseRow> Read(
        TransferLosses losses, CancellationToken cancellation, string table, string[] columns, (string Column, string Value)? where = null, params string[] order)
    {
        if (!tables.ContainsKey(table) || (where is { } condition && !Has(table, condition.Column))) yield break;
        object? value = where is not { } wantedRows ? null : !tables[table][wantedRows.Column.ToUpperInvariant()] ? wantedRows.Value : long.TryParse(wantedRows.Value, out long integer) ? integer : null;
        if (where is not null && value is null) yield break;
        string[] sorted = [.. order.Where(c => (c == "rowid" && transaction is null) || Has(table, c)).Select(c => c == "rowid" ? c : Quote(c))];
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(c => Has(table, c) ? Quote(c) : "NULL"))} FROM {schema}{Quote(table)}"
            + (where is null ? "" : $" WHERE {Quote(where.Value.Column)} = @value") + (sorted.Length == 0 ? "" : $" ORDER BY {string.Join(", ", sorted)}");
        if (value is not null) Add(command, "value", value);
        DbDataReader? reader = null;
        try
        {
            while (Next(ref reader))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return new DatabaseRow(reader!);
            }
        }
        finally
        {
            reader?.Dispose();
        }

        bool Next(ref DbDataReader? rows)
        {
            try
            {
                rows ??= command.ExecuteReader();
                return rows.Read();
            }
            catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR)
            {
                throw TransferErrors.Interrupted(connection.DataSource, e.Message.TrimEnd('.'), e);
            }
            catch (DbException e) when (transaction is not null)
            {
                throw TransferErrors.Interrupted(connection.DataSource, e.Message.TrimEnd('.'), e);
            }
            catch (SqliteException e)
            {
                losses.Add("damaged table", $"{e.Message.TrimEnd('.')}; the rows before the damage were read", where is { } wanted ? $"{table}, where {wanted.Column} is {wanted.Value}" : table);
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        transaction?.Dispose();
        connection.Dispose();
    }

    /// <summary>Reads rows as <see cref="Read(TransferLosses, CancellationToken, string, string[], ValueTuple{string, string}?, string[])"/> does, all before the first is returned.</summary>
    /// <remarks>A server has one query at a time on a connection. So what makes a query for each row takes rows from here.</remarks>
    public IEnumerable<DatabaseRow> ReadAll(
        TransferLosses losses, CancellationToken cancellation, string table, string[] columns, (string Column, string Value)? where = null, params string[] order)
    {
        IEnumerable<DatabaseRow> rows = Read(losses, cancellation, table, columns, where, order);
        return transaction is null ? rows : rows.Select(row => new DatabaseRow(row.ToArray(columns.Length))).ToList();
    }

    private static void Add(DbCommand command, string name, object value)
    {
        DbParameter parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ($"@{name}", value);
        command.Parameters.Add(parameter);
    }

    private List<string> Texts(string sql, string? value, string? ofSchema = null)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        if (value is not null) Add(command, "value", value);
        if (ofSchema is not null) Add(command, "schema", ofSchema);
        using DbDataReader reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
