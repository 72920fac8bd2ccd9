using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ExperimentTracker.Storage.Engine;

/// <summary>Collects rows of names and values, sorted by the internal key of their owner. Owners with the same names share these.</summary>
internal sealed class NamedRows
{
    private readonly Dictionary<long, NamedValues> collected = [];
    private readonly List<string> names = [];
    private readonly List<object?> values = [];
    private string[] previous = [];
    private long current;

    /// <summary>The values of an owner.</summary>
    public NamedValues this[long owner] => collected.GetValueOrDefault(owner, NamedValues.Empty);

    /// <summary>Reads all rows of a query, with functions for the parts of a row.</summary>
    public static NamedRows Read(Statement query, Func<Statement, long> owner, Func<Statement, string> name, Func<Statement, object?> value)
    {
        var rows = new NamedRows();
        query.ForEach(row => rows.Add(owner(row), name(row), value(row)));
        rows.Finish(0);
        return rows;
    }

    /// <summary>Collects the rows of a query that is sent with the next one.</summary>
    public static Func<NamedRows> ReadLater(Statement query, Func<Statement, long> owner, Func<Statement, string> name, Func<Statement, object?> value)
    {
        var rows = new NamedRows();
        Awaited<List<bool>> read = query.ToListLater(row =>
        {
            rows.Add(owner(row), name(row), value(row));
            return true;
        });
        return () =>
        {
            _ = read.Value;
            rows.Finish(0);
            return rows;
        };
    }

    private void Add(long owner, string name, object? value)
    {
        if (owner != current) Finish(owner);
        names.Add(name);
        values.Add(value);
    }

    private void Finish(long next)
    {
        if (names.Count > 0)
        {
            if (!names.SequenceEqual(previous)) previous = [.. names];
            collected.Add(current, new NamedValues(ImmutableCollectionsMarshal.AsImmutableArray(previous), ImmutableCollectionsMarshal.AsImmutableArray(values.ToArray())));
            names.Clear();
            values.Clear();
        }

        current = next;
    }
}
