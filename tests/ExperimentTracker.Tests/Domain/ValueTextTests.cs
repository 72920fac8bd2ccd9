using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Domain;

public sealed class ValueTextTests
{
    [Fact]
    public void Values_are_written_the_same_in_every_culture()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new("de-DE");
            Assert.Equal("0.1", ValueText.Format(0.1));
            Assert.Equal("1E-07", ValueText.Format(1e-7));
            Assert.Equal("-1234567", ValueText.Format(-1234567L));
            Assert.Equal("NaN", ValueText.Format(double.NaN));
            Assert.Equal("Infinity", ValueText.Format(double.PositiveInfinity));
            Assert.Equal("true", ValueText.Format(true));
            Assert.Equal("", ValueText.Format(null));
            Assert.Equal("1.02:03:04", ValueText.Format(new TimeSpan(1, 2, 3, 4)));
            Assert.Equal("2024-07-01T12:00:00.0000000Z", ValueText.Format(new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc)));
            Assert.Equal("[1, [2.5], {a=b}]", ValueText.Format(new object?[] { 1L, new object?[] { 2.5 }, StoreSteps.Named(("a", "b")) }));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }
}
