using System.Collections;

namespace ExperimentTracker.Binding;

/// <summary>Reads one value or a list of values.</summary>
internal static class ValueList
{
    /// <summary>Reads the values. The first one that is refused is the problem, with its index.</summary>
    public static ValueProblem? Read<T>(object? value, ValueKind kind, ValueReader<T> read, out T[] values)
    {
        object? plain = PlainValue.Of(value);

        // Compared by type: to the runtime, an array of ulong is one of long.
        if (plain?.GetType() == typeof(T[]))
        {
            values = (T[])plain;
            return null;
        }

        if (!PlainValue.IsList(plain))
        {
            values = new T[1];
            return read(plain, out values[0]) is { } refused ? new ValueProblem(kind, value, null, refused) : null;
        }

        IList items = plain as IList ?? ((IEnumerable)plain!).Cast<object?>().ToArray();
        values = new T[items.Count];
        for (int i = 0; i < values.Length; i++)
        {
            object? item = items[i];
            if (read(item, out values[i]) is { } refused) return new ValueProblem(kind, item, i, refused);
        }

        return null;
    }
}
