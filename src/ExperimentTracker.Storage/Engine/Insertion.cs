namespace ExperimentTracker.Storage.Engine;

/// <summary>Inserts records by their columns.</summary>
/// <param name="columns">The columns.</param>
/// <param name="more">Further columns, whose values are passed with each record.</param>
/// <param name="expressions">Columns whose values the database calculates, with the expressions. Their parameters are passed after the further columns.</param>
internal sealed class Insertion<T>(RecordColumns<T> columns, IReadOnlyList<string> more, params (string Name, string Sql)[] expressions)
{
    private readonly Column<T>[] stored = [.. Bound(columns, expressions)];
    private readonly int passed = more.Count + expressions.Sum(e => e.Sql.Count(c => c == '?'));
    private readonly string sql = Text(columns, [], more, expressions, "");
    private readonly string sqlWithKey = Text(columns, ["pk"], more, expressions, "");
    private readonly string sqlIfNew = Text(columns, [], more, expressions, " ON CONFLICT DO NOTHING");

    /// <summary>Inserts a record.</summary>
    /// <returns>The internal key.</returns>
    public long Execute(StoreConnection connection, T record, params ReadOnlySpan<object?> values)
    {
        if (connection.NewKey() is { } key)
        {
            Bind(connection.Prepare(sqlWithKey).Bind(key), record, values).Execute();
            return key;
        }

        Bind(connection.Prepare(sql), record, values).Execute();
        return connection.InsertedKey;
    }

    /// <summary>Inserts a record whose unique values are new; see <see cref="Statement.Post"/>.</summary>
    /// <returns>The internal key.</returns>
    public long Post(StoreConnection connection, T record, params ReadOnlySpan<object?> values)
    {
        if (connection.NewKey() is not { } key) return Execute(connection, record, values);
        Bind(connection.Prepare(sqlWithKey).Bind(key), record, values).Post();
        return key;
    }

    /// <summary>Inserts a record into a table without internal keys, whose unique values are new; see <see cref="Statement.Post"/>.</summary>
    public void PostWithoutKey(StoreConnection connection, T record, params ReadOnlySpan<object?> values) => Bind(connection.Prepare(sql), record, values).Post();

    /// <summary>Inserts a record unless a record with its id, or another unique value, exists.</summary>
    /// <returns>Whether it was inserted.</returns>
    public bool TryExecute(StoreConnection connection, T record, params ReadOnlySpan<object?> values) =>
        Bind(connection.Prepare(sqlIfNew), record, values).Execute() > 0;

    /// <summary>The same, when nobody needs to know whether it was inserted; see <see cref="Statement.Post"/>.</summary>
    public void PostIfNew(StoreConnection connection, T record, params ReadOnlySpan<object?> values) => Bind(connection.Prepare(sqlIfNew), record, values).Post();

    private Statement Bind(Statement statement, T record, ReadOnlySpan<object?> values)
    {
        if (values.Length != passed) throw new ArgumentException($"{passed} values are needed in addition to those of the record.");
        try
        {
            foreach (Column<T> column in stored) column.Bind(statement, record);
            foreach (object? value in values) statement.BindValue(value);
            return statement;
        }
        catch
        {
            statement.Reset();
            throw;
        }
    }

    private static IEnumerable<Column<T>> Bound(RecordColumns<T> columns, (string Name, string Sql)[] expressions) =>
        columns.Stored.Where(c => !expressions.Any(e => e.Name == c.Name));

    private static string Text(RecordColumns<T> columns, string[] key, IReadOnlyList<string> more, (string Name, string Sql)[] expressions, string suffix)
    {
        string[] names = [.. key, .. Bound(columns, expressions).Select(c => c.Name), .. more];
        IEnumerable<string> all = names.Concat(expressions.Select(e => e.Name)), values = names.Select(_ => "?").Concat(expressions.Select(e => e.Sql));
        return $"INSERT INTO {columns.Table} ({string.Join(", ", all)}) VALUES ({string.Join(", ", values)}){suffix}";
    }
}
