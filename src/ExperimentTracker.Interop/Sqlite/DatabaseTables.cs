using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Transfer;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ExperimentTracker.Interop.Sqlite;

/// <summary>
/// The tables of a SQLite file of another program, opened for reading. The file can come from anywhere: its schema may not call functions, its cells are checked, and
/// views and virtual tables are not read, because they could run without end. Names are compared without regard to case, as SQLite does it.
/// </summary>
internal sealed class DatabaseTables : IDisposable
{
    private const int LargestValue = 64 << 20;
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, HashSet<string>> tables = new(StringComparer.OrdinalIgnoreCase);

    private DatabaseTables(SqliteConnection connection) => this.connection = connection;

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
                opened.tables[table] = [.. opened.Texts("SELECT name FROM pragma_table_info(@1)", table).Select(c => c.ToUpperInvariant())];
            }

            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether there is a table with these columns.</summary>
    public bool Has(string table, params string[] columns) => tables.TryGetValue(table, out HashSet<string>? known) && columns.All(c => known.Contains(c.ToUpperInvariant()));

    /// <summary>The number of rows of a table; 0 without the table.</summary>
    public long Count(string table)
    {
        if (!tables.ContainsKey(table)) return 0;
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {Quote(table)}";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Reads rows, up to the first damage, which is a loss.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="table">The table; without it there are no rows.</param>
    /// <param name="columns">The columns, in the order in which the row has them; <see langword="null"/> in the row if the table lacks one.</param>
    /// <param name="where">A column, and the value that it has in the rows that are wanted; without the column there are none.</param>
    /// <param name="order">The columns to sort by.</param>
    public IEnumerable<DatabaseRow> Read(ForeignReading reading, string table, string[] columns, (string Column, string Value)? where = null, params string[] order) =>
        Read(reading.Losses, reading.Cancellation, table, columns, where, order);

    /// <inheritdoc cref="Read(ForeignReading, string, string[], ValueTuple{string, string}?, string[])"/>
    /// <exception cref="TrackerException"><c>ImportInterrupted</c>: the file is locked, or can no longer be read.</exception>
    public IEnumerable<DatabaseRow> Read(
        TransferLosses losses, CancellationToken cancellation, string table, string[] columns, (string Column, string Value)? where = null, params string[] order)
    {
        if (!tables.ContainsKey(table) || (where is { } condition && !Has(table, condition.Column))) yield break;
        string[] sorted = [.. order.Where(c => c == "rowid" || Has(table, c)).Select(c => c == "rowid" ? c : Quote(c))];
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(c => Has(table, c) ? Quote(c) : "NULL"))} FROM {Quote(table)}"
            + (where is null ? "" : $" WHERE {Quote(where.Value.Column)} = @1") + (sorted.Length == 0 ? "" : $" ORDER BY {string.Join(", ", sorted)}");
        if (where is not null) command.Parameters.AddWithValue("@1", where.Value.Value);
        SqliteDataReader? reader = null;
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

        bool Next(ref SqliteDataReader? rows)
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
            catch (SqliteException e)
            {
                losses.Add("damaged table", $"{e.Message.TrimEnd('.')}; the rows before the damage were read", where is { } wanted ? $"{table}, where {wanted.Column} is {wanted.Value}" : table);
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private List<string> Texts(string sql, string? value)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        if (value is not null) command.Parameters.AddWithValue("@1", value);
        using SqliteDataReader reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
