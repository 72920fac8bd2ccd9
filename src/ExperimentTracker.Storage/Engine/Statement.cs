using System.Text.Json;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// A statement with its parameters, and the current row of its result. The methods are named as in <see cref="System.Data.Common.DbDataReader"/>;
/// conversions are in <see cref="ColumnExtensions"/>.
/// </summary>
/// <param name="time">The clock of the engine.</param>
internal abstract partial class Statement(TimeProvider time)
{
    /// <summary>The clock of the engine.</summary>
    public TimeProvider Time => time;

    /// <summary>The number of columns of a row.</summary>
    public abstract int FieldCount { get; }

    /// <summary>Runs the statement to completion.</summary>
    /// <returns>The number of rows it changed, if it changes any.</returns>
    public abstract int Execute();

    /// <summary>Runs the statement to completion, at the latest before the next statement of its connection, or the commit, returns.</summary>
    public virtual void Post() => Execute();

    /// <summary>
    /// Fails the transaction unless this query returns a row, at the latest before the commit. On a server it is sent with the next statement that is waited for, so that
    /// what a client expects is checked, and its rows are locked, without a trip of its own.
    /// </summary>
    /// <exception cref="AssumptionFailedException">It returns none; from this or a later statement, or from the commit.</exception>
    public virtual void Require()
    {
        if (Scalar() is null) throw new AssumptionFailedException();
    }

    /// <summary>The first column of the first row; <see langword="null"/> for SQL's NULL or no row.</summary>
    public object? Scalar()
    {
        try
        {
            return Next() ? GetValue(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Returns all rows, read completely.</summary>
    public List<T> ToList<T>(Func<Statement, T> read)
    {
        var rows = new List<T>();
        try
        {
            while (Next()) rows.Add(Map(read));
        }
        finally
        {
            Reset();
        }

        return rows;
    }

    /// <summary>Returns all rows of a query that is sent with the next one; see <see cref="Awaited{T}"/>.</summary>
    public virtual Awaited<List<T>> ToListLater<T>(Func<Statement, T> read) => new(ToList(read));

    /// <summary>Returns the first row, or the default of <typeparamref name="T"/>.</summary>
    public T? FirstOrDefault<T>(Func<Statement, T> read)
    {
        try
        {
            return Next() ? Map(read) : default;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Calls <paramref name="read"/> for each row, which reads its columns from this statement.</summary>
    public void ForEach(Action<Statement> read)
    {
        Func<Statement, bool> reading = row =>
        {
            read(row);
            return true;
        };
        try
        {
            while (Next()) Map(reading);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Releases the row and restarts binding at the first parameter.</summary>
    public abstract void Reset();

    /// <summary>Whether the column is NULL.</summary>
    public abstract bool IsDBNull(int column);

    /// <summary>The value of an integer column that is never NULL.</summary>
    public abstract long GetInt64(int column);

    /// <summary>The value of an integer column, or <see langword="null"/>.</summary>
    public abstract long? GetInt64OrNull(int column);

    /// <summary>The value of a numeric column that is never NULL.</summary>
    public double GetDouble(int column) => GetDoubleOrNull(column) ?? throw Mistyped(column, "a number");

    /// <summary>The value of a numeric column, or <see langword="null"/>.</summary>
    public abstract double? GetDoubleOrNull(int column);

    /// <summary>The value of a string column that is never NULL.</summary>
    public string GetString(int column) => GetStringOrNull(column) ?? throw Mistyped(column, "a string");

    /// <summary>The value of a string column, or <see langword="null"/>.</summary>
    public abstract string? GetStringOrNull(int column);

    /// <summary>The value of a string column, or <see langword="null"/>, as a string object that rows with the same value can share.</summary>
    public abstract string? GetSharedStringOrNull(int column);

    /// <summary>The bytes of a column, valid until the next row is read.</summary>
    public abstract ReadOnlySpan<byte> GetBytes(int column);

    /// <summary>The value of a column of any type; <see langword="null"/> for SQL's NULL.</summary>
    protected abstract object? GetValue(int column);

    /// <summary>The name of a column of the result.</summary>
    protected abstract string NameOf(int column);

    /// <summary>Runs the statement to its first or next row.</summary>
    /// <returns>Whether there is one.</returns>
    protected abstract bool Next();

    /// <summary>The error for a value that its column cannot have.</summary>
    protected FormatException Mistyped(int column, string what) => new($"{NameOf(column)} is {(IsDBNull(column) ? "missing" : $"not {what}")}");

    // A row with a value that its column cannot have was damaged, or written by another program.
    private T Map<T>(Func<Statement, T> read)
    {
        try
        {
            return read(this);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or JsonException or ArgumentException or InvalidOperationException or OverflowException)
        {
            throw new DamagedRowException(e.Message);
        }
    }
}
