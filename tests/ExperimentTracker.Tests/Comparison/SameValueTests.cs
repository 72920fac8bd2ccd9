namespace ExperimentTracker.Tests.Comparison;

public sealed class SameValueTests
{
    private const long BeyondDouble = (1L << 53) + 1;
    private static readonly DateTime Time = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<object?, object?, bool> Pairs => new()
    {
        { null, null, true },
        { null, "", false },
        { null, false, false },
        { 1L, 1.0, true },
        { 1L, 1.5, false },
        { 1L, true, false },
        { 1L, "1", false },
        { BeyondDouble, (double)BeyondDouble, false },
        { long.MaxValue, (double)long.MaxValue, false },
        { long.MinValue, (double)long.MinValue, true },
        { 0.0, -0.0, true },
        { double.NaN, double.NaN, true },
        { double.NaN, 0L, false },
        { 0L, double.PositiveInfinity, false },
        { "adam", "Adam", false },
        { Time, Time.ToLocalTime(), true },
        { Time, DateTime.SpecifyKind(Time, DateTimeKind.Local), false },
        { new object?[] { 1L, "a" }, new object?[] { 1.0, "a" }, true },
        { new object?[] { 1L, "a" }, new object?[] { "a", 1L }, false },
        { StoreSteps.Named(("a", 1L), ("b", null)), StoreSteps.Named(("B", null), ("A", 1.0)), true },
        { StoreSteps.Named(("a", 1L)), StoreSteps.Named(("a", 2L)), false },
        { StoreSteps.Named(("a", null)), StoreSteps.Named(("b", null)), false },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Equality_is_symmetric(object? a, object? b, bool same)
    {
        Assert.Equal(same, SameValue.Instance.Equals(a, b));
        Assert.Equal(same, SameValue.Instance.Equals(b, a));
        if (same) Assert.Equal(SameValue.Instance.GetHashCode(a), SameValue.Instance.GetHashCode(b));
    }
}
