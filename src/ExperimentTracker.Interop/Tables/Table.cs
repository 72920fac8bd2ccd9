namespace ExperimentTracker.Interop.Tables;

/// <summary>A table whose rows are collected and written in batches.</summary>
internal abstract class Table(string name)
{
    private readonly List<TableColumn> columns = [];

    /// <summary>The name, which is also that of its file.</summary>
    public string Name => name;

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<TableColumn> Columns => columns;

    /// <summary>The number of rows that are not yet written.</summary>
    public int Rows { get; protected set; }

    /// <summary>Discards the rows, because they are written.</summary>
    public void Clear()
    {
        columns.ForEach(c => c.Clear());
        Rows = 0;
    }

    protected void Add(TableColumn column) => columns.Add(column);
}

/// <summary>A table of rows of one type, with how each cell is read from a row.</summary>
internal sealed class Table<TRow>(string name) : Table(name)
{
    private readonly List<Action<TRow>> cells = [];

    /// <summary>Adds a column of texts.</summary>
    public Table<TRow> Text(string name, Func<TRow, string?> read)
    {
        var column = new TextColumn(name);
        Add(column);
        cells.Add(row => column.Cells.Add(read(row)));
        return this;
    }

    /// <summary>Adds a column of integers.</summary>
    public Table<TRow> Integer(string name, Func<TRow, long?> read) => Value(name, read);

    /// <summary>Adds a column of floating-point numbers.</summary>
    public Table<TRow> Real(string name, Func<TRow, double?> read) => Value(name, read);

    /// <summary>Adds a column of times, which are converted to UTC.</summary>
    public Table<TRow> Time(string name, Func<TRow, DateTime?> read) => Value(name, row => read(row)?.ToUniversalTime());

    /// <summary>Adds a row.</summary>
    public void Add(TRow row)
    {
        foreach (Action<TRow> cell in cells) cell(row);
        Rows++;
    }

    private Table<TRow> Value<T>(string name, Func<TRow, T?> read)
        where T : struct
    {
        var column = new ValueColumn<T>(name);
        Add(column);
        cells.Add(row => column.Cells.Add(read(row)));
        return this;
    }
}
