namespace ExperimentTracker.Interop.Tables;

/// <summary>A column of a table with the cells of the rows that are not yet written.</summary>
internal abstract class TableColumn(string name)
{
    /// <summary>The name: lower case with underscores, so that it needs no quotes in SQL.</summary>
    public string Name => name;

    /// <summary>Discards the cells.</summary>
    public abstract void Clear();
}

/// <summary>A column of texts.</summary>
internal sealed class TextColumn(string name) : TableColumn(name)
{
    /// <summary>The cells; <see langword="null"/> for none.</summary>
    public List<string?> Cells { get; } = [];

    public override void Clear() => Cells.Clear();
}

/// <summary>A column of integers, floating-point numbers, truth values or times in UTC.</summary>
internal sealed class ValueColumn<T>(string name) : TableColumn(name)
    where T : struct
{
    /// <summary>The cells; <see langword="null"/> for none.</summary>
    public List<T?> Cells { get; } = [];

    public override void Clear() => Cells.Clear();
}
