using SQLitePCL;

namespace ExperimentTracker.Storage.Engine;

/// <content>The values of its parameters: one after the other, or all at once by their numbers.</content>
internal sealed partial class Statement
{
    private int[]? places;
    private int bound;

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(handle, ++bound, value));
        return this;
    }

    /// <summary>Binds the next parameter; NaN is NULL.</summary>
    public Statement Bind(double value)
    {
        Check(raw.sqlite3_bind_double(handle, ++bound, value));
        return this;
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, ++bound) : raw.sqlite3_bind_text(handle, ++bound, value));
        return this;
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds the next parameter.</summary>
    public Statement Bind(double? value) => value is { } number ? Bind(number) : BindNull();

    /// <summary>Binds the next parameter.</summary>
    public Statement BindBlob(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(handle, ++bound, value));
        return this;
    }

    /// <summary>Binds the parameters @1, @2 …, in any position of the SQL text.</summary>
    public Statement BindAll(ReadOnlySpan<object?> arguments)
    {
        if (places?.Length != arguments.Length) places = PlacesOf(arguments.Length);
        try
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                if (places[i] == 0) continue;
                bound = places[i] - 1;
                BindValue(arguments[i]);
            }

            return this;
        }
        catch
        {
            Reset();
            throw;
        }
    }

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
        _ => throw new ArgumentException($"A value of the type {value.GetType().Name} cannot be bound to a column."),
    };

    private int[] PlacesOf(int count) => [.. Enumerable.Range(1, count).Select(i => raw.sqlite3_bind_parameter_index(handle, $"@{i}"))];

    private Statement BindNull()
    {
        Check(raw.sqlite3_bind_null(handle, ++bound));
        return this;
    }

    private void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        Reset();
        throw Failure(database, code);
    }
}
