using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>
/// All rows of a result, read from the connection, so that further statements can run while they are mapped to records. Numbers are kept without boxing.
/// </summary>
internal sealed class ResultRows
{
    private static readonly object Null = new();

    private readonly List<long> numbers = [];
    private readonly List<object?> objects = [];
    private readonly CellKind[] kinds;
    private readonly string[] names;

    private ResultRows(NpgsqlDataReader reader)
    {
        names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        kinds = [.. Enumerable.Range(0, reader.FieldCount).Select(i => KindOf(reader.GetFieldType(i)))];
    }

    /// <summary>The number of columns.</summary>
    public int FieldCount => names.Length;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Reads all rows of the current result.</summary>
    public static ResultRows Read(NpgsqlDataReader reader)
    {
        var rows = new ResultRows(reader);
        while (reader.Read())
        {
            for (int i = 0; i < rows.kinds.Length; i++) rows.Add(reader, i);
            rows.Count++;
        }

        return rows;
    }

    public string NameOf(int column) => names[column];

    public CellKind KindOf(int column) => kinds[column];

    public bool IsNull(int row, int column) => ReferenceEquals(objects[At(row, column)], Null);

    public long Integer(int row, int column) => numbers[At(row, column)];

    public double Double(int row, int column) => BitConverter.Int64BitsToDouble(numbers[At(row, column)]);

    public object? Object(int row, int column) => objects[At(row, column)];

    private int At(int row, int column) => (row * names.Length) + column;

    private void Add(NpgsqlDataReader reader, int column)
    {
        long number = 0;
        object? value = null;
        if (reader.IsDBNull(column)) value = Null;
        else if (kinds[column] == CellKind.Integer) number = reader.GetInt64(column);
        else if (kinds[column] == CellKind.Boolean) number = reader.GetBoolean(column) ? 1 : 0;
        else if (kinds[column] == CellKind.Double) number = BitConverter.DoubleToInt64Bits(reader.GetDouble(column));
        else if (kinds[column] == CellKind.Decimal) number = decimal.ToInt64(reader.GetDecimal(column));
        else if (kinds[column] == CellKind.Bytes) value = reader.GetFieldValue<byte[]>(column);
        else value = TextEscape.Read(reader.GetString(column));
        numbers.Add(number);
        objects.Add(value);
    }

    private static CellKind KindOf(Type type) =>
        type == typeof(long) || type == typeof(int) || type == typeof(short) ? CellKind.Integer
        : type == typeof(bool) ? CellKind.Boolean
        : type == typeof(double) || type == typeof(float) ? CellKind.Double
        : type == typeof(decimal) ? CellKind.Decimal
        : type == typeof(byte[]) ? CellKind.Bytes
        : CellKind.Text;
}

/// <summary>How the cells of a column are kept.</summary>
internal enum CellKind
{
    /// <summary>An integer of any width.</summary>
    Integer,

    /// <summary>0 or 1.</summary>
    Boolean,

    /// <summary>The bits of a double.</summary>
    Double,

    /// <summary>The sum of integers, which is a decimal number in PostgreSQL.</summary>
    Decimal,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,
}
