using ExperimentTracker.Values;

namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// The columns of a record, described once: queries, inserts, updates and merges are generated from them, and each column knows its ordinal. A column
/// without a value to bind is only read: its name is an expression.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="alias">The alias of the table in queries.</param>
internal sealed class RecordColumns<T>(string table, string alias)
{
    private readonly List<Column<T>> columns = [];

    /// <summary>The table.</summary>
    public string Table => table;

    /// <summary>The number of columns in a row.</summary>
    public int Count => columns.Count;

    /// <summary>The columns that are stored with the record.</summary>
    public IEnumerable<Column<T>> Stored => columns.Where(c => c.IsStored);

    /// <summary>Returns the values of a record that can change at any time.</summary>
    public MutableValue[] MutableValuesOf(T record) => [.. columns.Where(c => c.IsMutable).Select(c => new MutableValue(c.Name, to => c.Bind(to, record), c.ReportsConflict))];

    /// <summary>The internal key.</summary>
    public Column<T, long> Key() => Int64($"{alias}.pk");

    public Column<T, long> Int64(string name, Func<T, long>? value = null) =>
        Add(name, value, (row, i) => row.GetInt64(i), (to, number) => to.Bind(number));

    public Column<T, long?> Int64OrNull(string name, Func<T, long?>? value = null) =>
        Add(name, value, (row, i) => row.GetInt64OrNull(i), (to, number) => to.Bind(number));

    public Column<T, double> DoubleOrNaN(string name, Func<T, double>? value = null) =>
        Add(name, value, (row, i) => row.GetDoubleOrNaN(i), (to, number) => to.Bind(number));

    public Column<T, double?> DoubleOrNull(string name, Func<T, double?>? value = null) =>
        Add(name, value, (row, i) => row.GetDoubleOrNull(i), (to, number) => to.Bind(number));

    public Column<T, bool> Boolean(string name, Func<T, bool>? value = null) =>
        Add(name, value, (row, i) => row.GetBoolean(i), (to, flag) => to.Bind(flag ? 1L : 0L));

    public Column<T, bool?> BooleanOrNull(string name, Func<T, bool?>? value = null) =>
        Add(name, value, (row, i) => row.GetBooleanOrNull(i), (to, flag) => to.Bind(flag is { } known ? known ? 1L : 0L : (long?)null));

    public Column<T, string> String(string name, Func<T, string>? value = null) =>
        Add(name, value, (row, i) => row.GetString(i), (to, text) => to.Bind(text));

    public Column<T, string?> StringOrNull(string name, Func<T, string?>? value = null) =>
        Add(name, value, (row, i) => row.GetStringOrNull(i), (to, text) => to.Bind(text));

    /// <summary>A string that many rows have in common.</summary>
    public Column<T, string> SharedString(string name, Func<T, string>? value = null) =>
        Add(name, value, (row, i) => row.GetSharedString(i), (to, text) => to.Bind(text));

    /// <summary>A string that many rows have in common, or <see langword="null"/>.</summary>
    public Column<T, string?> SharedStringOrNull(string name, Func<T, string?>? value = null) =>
        Add(name, value, (row, i) => row.GetSharedStringOrNull(i), (to, text) => to.Bind(text));

    public Column<T, TEnum> Enum<TEnum>(string name, Func<T, TEnum>? value = null)
        where TEnum : struct, Enum =>
        Add(name, value, (row, i) => row.GetEnum<TEnum>(i), (to, word) => to.Bind(word.ToNumber()));

    public Column<T, TEnum?> EnumOrNull<TEnum>(string name, Func<T, TEnum?>? value = null)
        where TEnum : struct, Enum =>
        Add(name, value, (row, i) => row.GetEnumOrNull<TEnum>(i), (to, word) => to.Bind(word?.ToNumber()));

    /// <summary>A timestamp, as the UTC ticks of the record.</summary>
    public Column<T, long> Ticks(string name, Func<T, long> value) => Add(name, value, (row, i) => row.GetUtcTicks(i), (to, ticks) => to.Bind(ticks));

    /// <summary>A timestamp, as UTC ticks; <see cref="ColumnTimes"/> converts them.</summary>
    public Column<T, long> Time(string name, Func<T, DateTime>? value = null) =>
        Add(name, value is null ? null : record => UtcTicks.From(value(record)), (row, i) => row.GetUtcTicks(i), (to, ticks) => to.Bind(ticks));

    /// <summary>A timestamp, as UTC ticks, or <see langword="null"/>.</summary>
    public Column<T, long?> TimeOrNull(string name, Func<T, DateTime?>? value = null) =>
        Add(name, value is null ? null : record => SqlValues.Ticks(value(record)), (row, i) => row.GetUtcTicksOrNull(i), (to, ticks) => to.Bind(ticks));

    /// <summary>A duration, in seconds.</summary>
    public Column<T, TimeSpan?> SecondsOrNull(string name, Func<T, TimeSpan?>? value = null) =>
        Add(name, value, (row, i) => row.GetSecondsOrNull(i), (to, interval) => to.Bind((long?)interval?.TotalSeconds));

    /// <summary>A value as JSON.</summary>
    public Column<T, object?> Json(string name, Func<T, object?>? value = null) =>
        Add(name, value, (row, i) => row.GetJson(i), (to, any) => to.Bind(SqlValues.Json(any)));

    /// <summary>Named values as JSON; NULL for none.</summary>
    public Column<T, NamedValues> NamedValues(string name, Func<T, NamedValues>? value = null) =>
        Add(name, value, (row, i) => row.GetNamedValues(i), (to, values) => to.Bind(SqlValues.JsonOrNull(values)));

    /// <summary>A list of strings that an expression returns as JSON.</summary>
    public Column<T, IReadOnlyList<string>> Strings(string expression) => Add(expression, null, (row, i) => row.GetStrings(i));

    /// <summary>A column of any other kind.</summary>
    public Column<T, TValue> Add<TValue>(string name, Func<T, TValue>? value, Func<Statement, int, TValue> read, Action<Statement, TValue>? bind = null)
    {
        var column = new Column<T, TValue>(
            value is null ? "" : name, value is null ? name : $"{alias}.{name}", read,
            value is null || bind is null ? null : (statement, record) => bind(statement, value(record)))
        {
            Ordinal = columns.Count,
        };
        columns.Add(column);
        return column;
    }

    /// <summary>Includes the columns of a part of the record, whose values are in the same row.</summary>
    public RecordColumns<TPart> Include<TPart>(RecordColumns<TPart> part, Func<T, TPart> of)
    {
        foreach (Column<TPart> column in part.columns)
        {
            column.Ordinal = columns.Count;
            columns.Add(new Part<TPart>(column, of) { Ordinal = columns.Count });
        }

        return part;
    }

    /// <summary>Creates a statement that inserts records, with further columns that are not part of the record.</summary>
    public Insertion<T> Insert(params string[] more) => new(this, more);

    /// <summary>The assignments of all stored columns, to be bound in their order.</summary>
    public string Assignments => string.Join(", ", Stored.Select(c => $"{c.Name} = ?"));

    /// <summary>Updates a record: writes the values that can change at any time.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="pk">The internal key.</param>
    /// <param name="changed">The record as it is to be.</param>
    public void Update(StoreConnection connection, long pk, T changed)
    {
        Column<T>[] written = [.. columns.Where(c => c.IsMutable)];
        Statement update = connection.Prepare($"UPDATE {table} SET {string.Join(", ", written.Select(c => $"{c.Name} = ?"))} WHERE pk = ?");
        foreach (Column<T> column in written) column.Bind(update, changed);
        update.Bind(pk).Execute();
    }

    /// <summary>The columns, as a query selects them.</summary>
    public override string ToString() => string.Join(", ", columns.Select(c => c.Expression));

    private sealed class Part<TPart> : Column<T>
    {
        public Part(Column<TPart> column, Func<T, TPart> of)
            : base(column.Name, column.Expression, column.IsStored ? (statement, record) => column.Bind(statement, of(record)) : null) =>
            (IsMutable, ReportsConflict) = (column.IsMutable, column.ReportsConflict);
    }
}
