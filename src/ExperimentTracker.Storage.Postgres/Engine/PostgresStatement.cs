using System.Globalization;
using ExperimentTracker.Storage.Engine;
using Npgsql;
using NpgsqlTypes;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>A statement on one connection, with its parameters and the rows of its result.</summary>
/// <param name="connection">The connection.</param>
/// <param name="sql">The common statement.</param>
internal sealed class PostgresStatement(PostgresConnection connection, string sql) : Statement(connection.Options.Time)
{
    private readonly SqlTranslation translation = SqlTranslation.Of(sql);
    private readonly List<object?> values = [];
    private ResultRows? rows;
    private int row = -1;

    public override int FieldCount => rows!.FieldCount;

    /// <summary>Whether neither its parameters nor its rows are in use.</summary>
    public bool IsIdle => rows is null && values.Count == 0;

    public override int Execute()
    {
        try
        {
            return connection.Run(ToCommand(), out _);
        }
        finally
        {
            Reset();
        }
    }

    public override void Post()
    {
        connection.Enqueue(ToCommand());
        Reset();
    }

    public override void Require()
    {
        NpgsqlBatchCommand command = ToCommand();
        command.CommandText = $"SELECT 1 / count(*) FROM ({command.CommandText}) AS required";
        connection.EnqueueRequirement(command);
        Reset();
    }

    public override Awaited<List<T>> ToListLater<T>(Func<Statement, T> read)
    {
        Awaited<List<T>> later = new(connection.Flush);
        NpgsqlBatchCommand command = ToCommand();
        Reset();
        connection.Enqueue(command, result => later.Set(new PostgresStatement(connection, sql) { rows = result }.ToList(read)));
        return later;
    }

    public override void Reset()
    {
        values.Clear();
        rows = null;
        row = -1;
    }

    public override bool IsDBNull(int column) => rows!.IsNull(row, column);

    public override long GetInt64(int column) => GetInt64OrNull(column) ?? throw Mistyped(column, "an integer");

    public override long? GetInt64OrNull(int column)
    {
        if (rows!.IsNull(row, column)) return null;
        return rows.KindOf(column) switch
        {
            CellKind.Integer or CellKind.Boolean or CellKind.Decimal => rows.Integer(row, column),
            CellKind.Text when long.TryParse((string)rows.Object(row, column)!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
            _ => throw Mistyped(column, "an integer"),
        };
    }

    public override double? GetDoubleOrNull(int column)
    {
        if (rows!.IsNull(row, column)) return null;
        return rows.KindOf(column) switch
        {
            CellKind.Double => rows.Double(row, column),
            CellKind.Integer or CellKind.Decimal => rows.Integer(row, column),
            CellKind.Text when double.TryParse((string)rows.Object(row, column)!, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            _ => throw Mistyped(column, "a number"),
        };
    }

    public override string? GetStringOrNull(int column) => rows!.IsNull(row, column) ? null : rows.Object(row, column) as string ?? throw Mistyped(column, "a string");

    public override string? GetSharedStringOrNull(int column) => GetStringOrNull(column) is { } text ? connection.Shared(text) : null;

    public override ReadOnlySpan<byte> GetBytes(int column) => rows!.IsNull(row, column) ? [] : rows.Object(row, column) as byte[] ?? throw Mistyped(column, "bytes");

    public override Statement Bind(long value) => Add(value);

    public override Statement Bind(double value) => double.IsNaN(value) ? Add(NpgsqlDbType.Double) : Add(value);

    public override Statement Bind(string? value) => value is null ? Add(NpgsqlDbType.Text) : Add(TextEscape.Write(value));

    public override Statement Bind(long? value) => value is { } number ? Add(number) : Add(NpgsqlDbType.Bigint);

    public override Statement Bind(double? value) => value is { } number ? Bind(number) : Add(NpgsqlDbType.Double);

    public override Statement BindBlob(ReadOnlySpan<byte> value) => Add(value.ToArray());

    public override Statement BindList(SqlList list) => Add(
        list.Integers is { } integers ? integers : list.Doubles is { } doubles ? doubles.Select(value => double.IsNaN(value) ? (double?)null : value).ToArray()
        : list.Strings!.Select(TextEscape.Write).ToArray());

    public override Statement BindAll(ReadOnlySpan<object?> arguments)
    {
        foreach (object? argument in arguments) BindValue(argument);
        return this;
    }

    protected override Statement BindNull() => Add(null);

    protected override string NameOf(int column) => rows!.NameOf(column);

    protected override object? GetValue(int column) => rows!.IsNull(row, column) ? null : rows.KindOf(column) switch
    {
        CellKind.Double => rows.Double(row, column),
        CellKind.Text or CellKind.Bytes => rows.Object(row, column),
        _ => rows.Integer(row, column),
    };

    protected override bool Next()
    {
        if (rows is null) connection.Run(ToCommand(), out rows);
        return rows is not null && ++row < rows.Count;
    }

    private PostgresStatement Add(object? value)
    {
        values.Add(value);
        return this;
    }

    private NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(translation.Text);
        foreach (int number in translation.Numbers) command.Parameters.Add(Parameter(number <= values.Count ? values[number - 1] : null));
        return command;
    }

    // A null without a type: PostgreSQL derives it from the column.
    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        NpgsqlDbType type => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type },
        long number => new NpgsqlParameter<long> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Bigint },
        double number => new NpgsqlParameter<double> { TypedValue = number, NpgsqlDbType = NpgsqlDbType.Double },
        string text => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text },
        byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes, NpgsqlDbType = NpgsqlDbType.Bytea },
        long[] list => new NpgsqlParameter<long[]> { TypedValue = list, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        double?[] list => new NpgsqlParameter<double?[]> { TypedValue = list, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double },
        string[] list => new NpgsqlParameter<string[]> { TypedValue = list, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        _ => throw new ArgumentException($"A value of the type {value.GetType().Name} cannot be bound to a column."),
    };
}
