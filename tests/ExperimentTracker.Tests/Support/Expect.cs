namespace ExperimentTracker.Tests.Support;

/// <summary>Assertions about errors and values of the domain.</summary>
public static class Expect
{
    public static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Asserts that the store or the domain throws the error with this id.</summary>
    public static TrackerException Refused(string errorId, Action act)
    {
        var error = Assert.Throws<TrackerException>(act);
        Assert.Equal(errorId, error.ErrorId);
        return error;
    }

    /// <summary>Asserts that two lists of doubles have the same bits. All NaN values are equal.</summary>
    public static void SameBits(IReadOnlyList<double> expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.True(
                BitsOf(expected[i]) == BitsOf(actual[i]),
                $"At {i}: expected {expected[i]:R} ({BitsOf(expected[i]):X16}), got {actual[i]:R} ({BitsOf(actual[i]):X16}).");
        }
    }

    /// <summary>The bits of a double. All NaN values have the same.</summary>
    public static long BitsOf(double value) => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value);

    /// <summary>A local time as UTC ticks.</summary>
    public static long TicksOf(DateTime local)
    {
        Assert.Equal(DateTimeKind.Local, local.Kind);
        return local.ToUniversalTime().Ticks;
    }
}
