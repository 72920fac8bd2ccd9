namespace ExperimentTracker.Storage.Engine;

/// <summary>A column of a record: its name, its position in a row, and how it is bound.</summary>
/// <param name="name">The name of the column in its table; empty for a column that exists only in queries.</param>
/// <param name="expression">The expression that a query selects: the column with the alias of its table, or any other expression.</param>
/// <param name="bind">Binds the value; <see langword="null"/> for a value that is not stored with the record.</param>
internal class Column<T>(string name, string expression, Action<Statement, T>? bind)
{
    /// <summary>The name in its table.</summary>
    public string Name => name;

    /// <summary>The expression that a query selects.</summary>
    public string Expression => expression;

    /// <summary>Whether it is stored with the record.</summary>
    public bool IsStored => bind is not null;

    /// <summary>Whether the value can change at any time: an update sets it, and a merge keeps the later change.</summary>
    public bool IsMutable { get; protected set; }

    /// <summary>Whether a different value is a conflict when two records are matched by name.</summary>
    public bool ReportsConflict { get; protected set; }

    /// <summary>The ordinal of the column in a row.</summary>
    public int Ordinal { get; set; }

    /// <summary>Binds the value of the record as the next parameter.</summary>
    public void Bind(Statement statement, T record) => bind!(statement, record);
}

/// <summary>A column with values of a type.</summary>
/// <inheritdoc/>
/// <param name="name">The name in its table.</param>
/// <param name="expression">The expression that a query selects.</param>
/// <param name="read">Reads the value from the column with this ordinal.</param>
/// <param name="bind">Binds the value, or <see langword="null"/>.</param>
internal sealed class Column<T, TValue>(string name, string expression, Func<Statement, int, TValue> read, Action<Statement, T>? bind)
    : Column<T>(name, expression, bind)
{
    /// <summary>Reads the value from the current row.</summary>
    public TValue Read(Statement row) => read(row, Ordinal);

    /// <summary>Marks the column as one that can change at any time.</summary>
    public Column<T, TValue> Mutable(bool reportsConflict = false)
    {
        IsMutable = true;
        ReportsConflict = reportsConflict;
        return this;
    }
}
