using System.Diagnostics.CodeAnalysis;

namespace ExperimentTracker;

/// <summary>
/// Whether two values of the domain say the same, as the parameter hash has it: 1 and 1.0 are equal, so are −0 and 0, NaN and NaN, and one
/// moment in two time zones. Text keeps its case. Lists compare in order, objects by name.
/// </summary>
public sealed class SameValue : IEqualityComparer<object?>
{
    /// <summary>The one instance.</summary>
    public static SameValue Instance { get; } = new();

    private SameValue()
    {
    }

    /// <inheritdoc/>
    [SuppressMessage("Naming", "CA1725", Justification = "x and y say nothing.")]
    public new bool Equals(object? a, object? b) => (a, b) switch
    {
        (long x, double y) => IsWhole(y, x),
        (double x, long y) => IsWhole(x, y),
        (DateTime x, DateTime y) => x.ToUniversalTime() == y.ToUniversalTime(),
        (object[] x, object[] y) => x.SequenceEqual(y, this),
        (NamedValues x, NamedValues y) => x.Count == y.Count && x.Pairs.All(p => y.TryGetValue(p.Key, out object? other) && Equals(p.Value, other)),
        _ => object.Equals(a, b),
    };

    /// <inheritdoc/>
    public int GetHashCode(object? value) => value switch
    {
        null => 0,
        long whole => ((double)whole).GetHashCode(),
        double number => (number == 0 ? 0.0 : number).GetHashCode(),
        DateTime moment => moment.ToUniversalTime().GetHashCode(),
        object[] list => list.Aggregate(list.Length, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        NamedValues map => map.Count,
        _ => value.GetHashCode(),
    };

    // Exactly: a long has more digits than a double, and the highest long is not one.
    private static bool IsWhole(double number, long whole) => number == whole && number < long.MaxValue && (long)number == whole;
}
