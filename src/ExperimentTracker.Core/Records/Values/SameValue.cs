using System.Diagnostics.CodeAnalysis;

namespace ExperimentTracker;

/// <summary>
/// Whether two values are equal for the parameter hash: 1 equals 1.0, −0 equals 0, NaN equals NaN, and equal times in different time zones are equal.
/// Strings are case-sensitive. Lists are compared in order, objects by name.
/// </summary>
public sealed class SameValue : IEqualityComparer<object?>
{
    /// <summary>The one instance.</summary>
    public static SameValue Instance { get; } = new();

    private SameValue()
    {
    }

    /// <inheritdoc/>
    [SuppressMessage("Naming", "CA1725", Justification = "x and y are not descriptive names.")]
    public new bool Equals(object? a, object? b) => (a, b) switch
    {
        (long x, double y) => IsEqual(y, x),
        (double x, long y) => IsEqual(x, y),
        (DateTime x, DateTime y) => x.ToUniversalTime() == y.ToUniversalTime(),
        (object[] x, object[] y) => x.SequenceEqual(y, this),
        (NamedValues x, NamedValues y) => x.Count == y.Count && x.Pairs.All(p => y.TryGetValue(p.Key, out object? other) && Equals(p.Value, other)),
        _ => object.Equals(a, b),
    };

    /// <inheritdoc/>
    public int GetHashCode(object? value) => value switch
    {
        null => 0,
        long integer => ((double)integer).GetHashCode(),
        double number => (number == 0 ? 0.0 : number).GetHashCode(),
        DateTime time => time.ToUniversalTime().GetHashCode(),
        object[] list => list.Aggregate(list.Length, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        NamedValues map => map.Count,
        _ => value.GetHashCode(),
    };

    // Compared exactly: a long has more digits than a double, and the highest long is not a double.
    private static bool IsEqual(double number, long integer) => number == integer && number < long.MaxValue && (long)number == integer;
}
