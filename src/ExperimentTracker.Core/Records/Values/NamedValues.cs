using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using ExperimentTracker.Values;

namespace ExperimentTracker;

/// <summary>
/// A read-only dictionary of values by name, made for PowerShell. It implements the non-generic <see cref="IDictionary"/>, so
/// <c>$run.Metrics.loss</c> and <c>$run.Metrics.'val/loss'</c> work. It finds names without regard to case (the exact name first), finds nested values by
/// their dotted name (<c>optimizer.lr</c>) as tables show them, and is readable in a table cell or a CSV file. Values are <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <see cref="bool"/>, <see cref="DateTime"/>,
/// <see cref="TimeSpan"/>, <see langword="null"/>, records, nested <see cref="NamedValues"/> or arrays of these.
/// </summary>
[JsonConverter(typeof(NamedValuesJsonConverter))]
[SuppressMessage("Naming", "CA1710", Justification = "The name says what it is to a user.")]
public sealed class NamedValues : IDictionary, IEquatable<NamedValues>
{
    // PowerShell prefers an entry to a property of the same name.
    private static readonly HashSet<string> Members = new(typeof(NamedValues).GetProperties().Select(p => p.Name), StringComparer.OrdinalIgnoreCase);

    // The fallback of values without one.
    private static readonly object None = new();

    private readonly object? fallback = None;

    // The entries; or what they are created from when they are first used: deferred entries, or the values whose entries these are.
    private object content;

    /// <summary>A dictionary without entries.</summary>
    public static NamedValues Empty { get; } = new([]);

    /// <summary>Creates a dictionary of the given entries, in their order. A later entry replaces an earlier one with exactly the same name.</summary>
    public NamedValues(IEnumerable<KeyValuePair<string, object?>> entries) => content = Collect(entries);

    /// <summary>Creates a dictionary whose entries are created when the first of them is used.</summary>
    public NamedValues(DeferredEntries entries) => content = entries;

    /// <summary>Creates a dictionary of values of the types above, by distinct names, which it can share with other dictionaries.</summary>
    /// <exception cref="ArgumentException">There are more values than names, or fewer.</exception>
    public NamedValues(ImmutableArray<string> names, ImmutableArray<object?> values)
    {
        if (names.Length != values.Length) throw new ArgumentException("Each name needs a value.", nameof(values));
        content = new Entries(ImmutableCollectionsMarshal.AsArray(names)!, ImmutableCollectionsMarshal.AsArray(values)!);
    }

    private NamedValues(NamedValues entries, object? fallback) => (content, this.fallback) = (entries, fallback);

    /// <summary>The same entries, with a value that is returned for every other name.</summary>
    internal NamedValues WithFallback(object? value) => new(this, value);

    /// <summary>The number of entries.</summary>
    public int Count => All.Names.Length;

    /// <summary>The names, in order: a copy, because other dictionaries can have the same ones.</summary>
    public ICollection Keys => (string[])All.Names.Clone();

    /// <summary>The values, in the order of the names.</summary>
    public ICollection Values => All.Values;

    /// <summary>
    /// The value with that name, or <see langword="null"/> if there is none: an exact match first, then ignoring case, then the dotted name of a nested
    /// value.
    /// </summary>
    public object? this[string name] => TryGetValue(name, out object? value) ? value : HasFallback ? fallback : null;

    /// <summary>Whether there is a value with that name, as the indexer finds it.</summary>
    public bool Contains(string name) => TryGetValue(name, out _);

    /// <summary>Gets the value with that name, if there is one.</summary>
    public bool TryGetValue(string name, out object? value)
    {
        Entries all = All;
        if (all.Find(name) is var i and >= 0)
        {
            value = all.Values[i];
            return true;
        }

        for (int dot = name.IndexOf('.'); dot > 0; dot = name.IndexOf('.', dot + 1))
        {
            if (all.Find(name[..dot]) is var outer and >= 0 && all.Values[outer] is NamedValues nested && nested.TryGetValue(name[(dot + 1)..], out value)) return true;
        }

        value = null;
        return false;
    }

    /// <summary>The entries as typed pairs, in order.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Pairs
    {
        get
        {
            Entries all = All;
            return all.Names.Select((name, i) => KeyValuePair.Create(name, all.Values[i]));
        }
    }

    /// <summary>Enumerates the entries as <see cref="DictionaryEntry"/>.</summary>
    public IDictionaryEnumerator GetEnumerator() => new Enumerator(All);

    /// <inheritdoc/>
    public bool Equals(NamedValues? other)
    {
        if (other is null) return false;
        Entries mine = All, theirs = other.All;
        return mine.Names.Length == theirs.Names.Length
            && Pairs.All(p => theirs.FindExact(p.Key) is var i and >= 0 && SameValue(p.Value, theirs.Values[i]));
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NamedValues);

    /// <inheritdoc/>
    public override int GetHashCode() => All.Names.Aggregate(Count, (hash, name) => hash ^ StringComparer.Ordinal.GetHashCode(name));

    /// <summary>The entries as <c>name=value</c>, separated by <c>; </c>, in the invariant culture.</summary>
    public override string ToString() => ValueText.Entries(this);

    /// <summary>Whether two values are equal: NaN equals NaN, arrays by element, everything else by type and value.</summary>
    public static bool SameValue(object? a, object? b) => (a, b) switch
    {
        (object[] x, object[] y) => x.Length == y.Length && !x.Where((v, i) => !SameValue(v, y[i])).Any(),
        _ => Equals(a, b),
    };

    // Callers from C# use other numeric and list types, which are converted to the one type of each kind.
    private static object? Widen(object? value) => value switch
    {
        int or short or sbyte or byte or ushort or uint => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        float single => (double)single,
        object?[] or string or NamedValues => value,
        Array list => list.Cast<object?>().Select(Widen).ToArray(),
        _ => value,
    };

    private bool HasFallback => !ReferenceEquals(fallback, None);

    private Entries All => content as Entries ?? Create();

    // Two threads can create them at the same time; both use those of the first.
    private Entries Create()
    {
        object from = content;
        Entries created = from switch
        {
            Entries other => other,
            NamedValues owner => owner.All,
            _ => Collect(((DeferredEntries)from).Create()),
        };
        object was = Interlocked.CompareExchange(ref content, created, from);
        return ReferenceEquals(was, from) ? created : (Entries)was;
    }

    private static Entries Collect(IEnumerable<KeyValuePair<string, object?>> entries)
    {
        var order = new List<string>();
        var byName = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in entries)
        {
            if (!byName.ContainsKey(name)) order.Add(name);
            byName[name] = Widen(value);
        }

        return new Entries([.. order], [.. order.Select(n => byName[n])]);
    }

    bool IDictionary.IsFixedSize => true;

    bool IDictionary.IsReadOnly => true;

    bool ICollection.IsSynchronized => true;

    object ICollection.SyncRoot => this;

    object? IDictionary.this[object key]
    {
        get => key is string name ? this[name] : null;
        set => throw ReadOnly();
    }

    bool IDictionary.Contains(object key) => key is string name && (Contains(name) || (HasFallback && !Members.Contains(name)));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void ICollection.CopyTo(Array array, int index)
    {
        foreach ((string name, object? value) in Pairs) array.SetValue(new DictionaryEntry(name, value), index++);
    }

    void IDictionary.Add(object key, object? value) => throw ReadOnly();

    void IDictionary.Clear() => throw ReadOnly();

    void IDictionary.Remove(object key) => throw ReadOnly();

    private static NotSupportedException ReadOnly() =>
        new("These values are a snapshot and cannot be changed. Use the Add- and Set- cmdlets to change what is stored.");

    private sealed record Entries(string[] Names, object?[] Values)
    {
        public int FindExact(string name) => Array.IndexOf(Names, name);

        public int Find(string name)
        {
            int exact = FindExact(name);
            return exact >= 0 ? exact : Array.FindIndex(Names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        }
    }

    private sealed class Enumerator(Entries all) : IDictionaryEnumerator
    {
        private int position = -1;

        public DictionaryEntry Entry => new(all.Names[position], all.Values[position]);

        public object Key => all.Names[position];

        public object? Value => all.Values[position];

        public object Current => Entry;

        public bool MoveNext() => ++position < all.Names.Length;

        public void Reset() => position = -1;
    }
}
