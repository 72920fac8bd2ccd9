namespace ExperimentTracker.Storage.Engine;

/// <content>The values of its parameters: one after the other, or all at once by their numbers.</content>
internal abstract partial class Statement
{
    /// <summary>Binds the next parameter.</summary>
    public abstract Statement Bind(long value);

    /// <summary>Binds the next parameter; NaN is NULL.</summary>
    public abstract Statement Bind(double value);

    /// <summary>Binds the next parameter.</summary>
    public abstract Statement Bind(string? value);

    /// <summary>Binds the next parameter.</summary>
    public virtual Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds the next parameter.</summary>
    public virtual Statement Bind(double? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds the next parameter.</summary>
    public abstract Statement BindBlob(ReadOnlySpan<byte> value);

    /// <summary>Binds the next parameter to a list; see <see cref="SqlList"/>.</summary>
    public abstract Statement BindList(SqlList list);

    /// <summary>Binds the parameters @1, @2 …, in any position of the SQL text.</summary>
    public abstract Statement BindAll(ReadOnlySpan<object?> arguments);

    /// <summary>Binds the next parameter to a value of any column type.</summary>
    public Statement BindValue(object? value) => value switch
    {
        null => BindNull(),
        string text => Bind(text),
        long integer => Bind(integer),
        int integer => Bind((long)integer),
        bool flag => Bind(flag ? 1L : 0L),
        double real => Bind(real),
        byte[] bytes => BindBlob(bytes),
        SqlList list => BindList(list),
        _ => throw new ArgumentException($"A value of the type {value.GetType().Name} cannot be bound to a column."),
    };

    /// <summary>Binds the next parameter to NULL.</summary>
    protected abstract Statement BindNull();
}
