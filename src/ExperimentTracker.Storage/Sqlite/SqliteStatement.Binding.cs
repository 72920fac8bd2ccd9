using ExperimentTracker.Storage.Engine;
using SQLitePCL;

namespace ExperimentTracker.Storage.Sqlite;

/// <content>The values of its parameters: one after the other, or all at once by their numbers.</content>
internal sealed partial class SqliteStatement
{
    private int[]? places;
    private int bound;

    public override Statement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(handle, ++bound, value));
        return this;
    }

    public override Statement Bind(double value)
    {
        Check(raw.sqlite3_bind_double(handle, ++bound, value));
        return this;
    }

    public override Statement Bind(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(handle, ++bound) : raw.sqlite3_bind_text(handle, ++bound, value));
        return this;
    }

    public override Statement BindBlob(ReadOnlySpan<byte> value)
    {
        Check(raw.sqlite3_bind_blob(handle, ++bound, value));
        return this;
    }

    public override Statement BindList(SqlList list) => Bind(list.ToJson());

    public override Statement BindAll(ReadOnlySpan<object?> arguments)
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

    private int[] PlacesOf(int count) => [.. Enumerable.Range(1, count).Select(i => raw.sqlite3_bind_parameter_index(handle, $"@{i}"))];

    protected override Statement BindNull()
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
