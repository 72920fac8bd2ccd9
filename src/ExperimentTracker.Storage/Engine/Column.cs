namespace ExperimentTracker.Storage.Engine;

/// <summary>One column of a record: what it is called, where a row has it, and how it is bound.</summary>
/// <param name="name">The name of the column in its table; empty for what only queries have.</param>
/// <param name="expression">What a query selects: the column with the alias of its table, or an expression.</param>
/// <param name="bind">Binds its value; <see langword="null"/> for what is not stored with the record.</param>
internal class Column<T>(string name, string expression, Action<Statement, T>? bind)
{
    /// <summary>The name in its table.</summary>
    public string Name => name;

    /// <summary>What a query selects.</summary>
    public string Expression => expression;

    /// <summary>Whether it is stored with the record.</summary>
    public bool IsStored => bind is not null;

    /// <summary>Whether it can be said at any time: a change sets it, and a merge takes what was said later.</summary>
    public bool IsNote { get; protected set; }

    /// <summary>Whether two records that meet by name and differ in it are worth a report.</summary>
    public bool Matters { get; protected set; }

    /// <summary>Its place in the rows of the columns it belongs to.</summary>
    public int Ordinal { get; set; }

    /// <summary>Binds the value that the record has as the next parameter.</summary>
    public void Bind(Statement statement, T record) => bind!(statement, record);
}

/// <summary>A column that has values of a type.</summary>
/// <inheritdoc/>
/// <param name="name">The name in its table.</param>
/// <param name="expression">What a query selects.</param>
/// <param name="read">Reads the value from the column of that ordinal.</param>
/// <param name="bind">Binds its value, or <see langword="null"/>.</param>
internal sealed class Column<T, TValue>(string name, string expression, Func<Statement, int, TValue> read, Action<Statement, T>? bind)
    : Column<T>(name, expression, bind)
{
    /// <summary>Reads the value from the current row.</summary>
    public TValue Read(Statement row) => read(row, Ordinal);

    /// <summary>Makes it one that can be said at any time.</summary>
    public Column<T, TValue> Note(bool matters = false)
    {
        IsNote = true;
        Matters = matters;
        return this;
    }
}
