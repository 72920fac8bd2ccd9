using ExperimentTracker.Statistics;
using Reference = MathNet.Numerics.Distributions.StudentT;

namespace ExperimentTracker.Tests.Statistics;

public sealed class StudentTTests
{
    /// <summary>
    /// Rows of E. T. Federighi, "Extended Tables of the Percentage Points of Student's t-Distribution", Journal of the American Statistical
    /// Association 54, 1959: degrees of freedom, then the quantiles of 0.9, 0.95, 0.975, 0.99, 0.995 and 0.999.
    /// </summary>
    public static TheoryData<double, double[]> PublishedTable => new()
    {
        { 1, [3.078, 6.314, 12.706, 31.821, 63.657, 318.309] },
        { 2, [1.886, 2.920, 4.303, 6.965, 9.925, 22.327] },
        { 3, [1.638, 2.353, 3.182, 4.541, 5.841, 10.215] },
        { 4, [1.533, 2.132, 2.776, 3.747, 4.604, 7.173] },
        { 5, [1.476, 2.015, 2.571, 3.365, 4.032, 5.893] },
        { 7, [1.415, 1.895, 2.365, 2.998, 3.499, 4.785] },
        { 10, [1.372, 1.812, 2.228, 2.764, 3.169, 4.144] },
        { 15, [1.341, 1.753, 2.131, 2.602, 2.947, 3.733] },
        { 20, [1.325, 1.725, 2.086, 2.528, 2.845, 3.552] },
        { 30, [1.310, 1.697, 2.042, 2.457, 2.750, 3.385] },
        { 60, [1.296, 1.671, 2.000, 2.390, 2.660, 3.232] },
        { 100, [1.290, 1.660, 1.984, 2.364, 2.626, 3.174] },
        { 1e9, [1.282, 1.645, 1.960, 2.326, 2.576, 3.090] },
    };

    [Theory]
    [MemberData(nameof(PublishedTable))]
    public void Quantiles_are_those_of_the_published_table(double freedom, double[] quantiles)
    {
        double[] probabilities = [0.9, 0.95, 0.975, 0.99, 0.995, 0.999];
        for (int i = 0; i < probabilities.Length; i++)
        {
            Assert.Equal(quantiles[i], StudentT.Quantile(probabilities[i], freedom), 0.00051);
            Assert.Equal(-quantiles[i], StudentT.Quantile(1 - probabilities[i], freedom), 0.00051);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e-8)]
    [InlineData(3)]
    [InlineData(1e5)]
    [InlineData(1e20)]
    public void With_one_two_or_four_degrees_of_freedom_there_is_a_closed_form(double t)
    {
        // Abramowitz and Stegun, 26.7.3 and 26.7.4. The tail is computed from the complement of the angle, which preserves its digits.
        AssertClose(Math.Atan(1 / t) / Math.PI, StudentT.UpperTail(t, 1));
        double root = Math.Sqrt(2 + (t * t));
        AssertClose(1 / (root * (root + t)), StudentT.UpperTail(t, 2));
        double sine = t / Math.Sqrt(4 + (t * t)), squaredCosine = 4 / (4 + (t * t));
        if (t < 1e3) Assert.Equal(0.5 - (sine * (1 + (squaredCosine / 2)) / 2), StudentT.UpperTail(t, 4), 1e-15);
    }

    [Fact]
    public void It_agrees_with_another_library_for_any_degrees_of_freedom()
    {
        var random = new Random(7);
        for (int i = 0; i < 3000; i++)
        {
            double freedom = Math.Exp(random.NextDouble() * Math.Log(2000)) + (i % 2 * random.NextDouble());
            double t = (0.1 + (random.NextDouble() * 10)) * (i % 3 == 0 ? 1 : -1); // Closer to 0 the other formula loses digits.
            double expected = Reference.CDF(0, 1, freedom, t);
            Assert.True(Math.Abs(expected - StudentT.Cdf(t, freedom)) < 1e-10, $"t {t}, {freedom} degrees: {expected} and {StudentT.Cdf(t, freedom)}");
        }
    }

    [Fact]
    public void The_quantile_is_the_inverse_of_the_probability()
    {
        var random = new Random(8);
        for (int i = 0; i < 2000; i++)
        {
            double freedom = Math.Exp(random.NextDouble() * Math.Log(1e4));
            double tail = Math.Pow(10, -12 * random.NextDouble()) / 2;
            AssertClose(tail, StudentT.UpperTail(-StudentT.Quantile(tail, freedom), freedom), 1e-11);
        }
    }

    [Fact]
    public void It_is_symmetric_and_ends_at_its_limits()
    {
        Assert.Equal(0.5, StudentT.Cdf(0, 3));
        Assert.Equal(0, StudentT.Quantile(0.5, 3));
        Assert.Equal(1, StudentT.Cdf(1.3, 7) + StudentT.Cdf(-1.3, 7), 1e-15);
        Assert.Equal((0, 1), (StudentT.UpperTail(double.PositiveInfinity, 5), StudentT.UpperTail(double.NegativeInfinity, 5)));
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (StudentT.Quantile(0, 5), StudentT.Quantile(1, 5)));
    }

    [Theory]
    [InlineData(double.NaN, 5)]
    [InlineData(1, double.NaN)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void What_has_no_answer_is_NaN(double t, double freedom)
    {
        Assert.Equal(double.NaN, StudentT.UpperTail(t, freedom));
        Assert.Equal(double.NaN, StudentT.Quantile(double.IsNaN(t) ? t : 0.9, freedom));
    }

    private static void AssertClose(double expected, double actual, double relative = 1e-13) =>
        Assert.True(Math.Abs(expected - actual) <= relative * Math.Abs(expected), $"expected {expected:R}, got {actual:R}");
}
