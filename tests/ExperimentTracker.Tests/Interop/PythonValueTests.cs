using System.Globalization;
using ExperimentTracker.Interop.Building;

namespace ExperimentTracker.Tests.Interop;

public sealed class PythonValueTests
{
    // What repr() of Python 3.11 prints.
    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1.0, "1.0")]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(1.5e-7, "1.5e-07")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(1.2345e22, "1.2345e+22")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(9007199254740993, "9007199254740992.0")]
    public void A_number_has_the_text_that_Python_gives_it(double value, string text)
    {
        Assert.Equal(text, PythonValue.Repr(value));
        Expect.SameBits([value], [Assert.IsType<double>(PythonValue.Parse(text))]);
    }

    [Theory]
    [InlineData("10", 10L)]
    [InlineData("-3", -3L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("True", true)]
    [InlineData("False", false)]
    public void A_text_of_an_integer_or_a_truth_value_is_one(string text, object value) => Assert.Equal(value, PythonValue.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("3.10")]
    [InlineData("007")]
    [InlineData("+1")]
    [InlineData("-0")]
    [InlineData("1.")]
    [InlineData("1E-5")]
    [InlineData("1e-5")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("9223372036854775808")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("true")]
    [InlineData("None")]
    [InlineData("[1, 2]")]
    [InlineData("1.79769313486231571e+308")]
    public void Any_other_text_stays_as_it_is(string text) => Assert.Equal(text, PythonValue.Parse(text));

    [Fact]
    public void Every_number_is_the_one_that_its_text_gives()
    {
        var random = new Random(20241130);
        for (int i = 0; i < 20_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64());
            if (!double.IsFinite(value)) continue;
            Assert.Equal(value, double.Parse(PythonValue.Repr(value), CultureInfo.InvariantCulture));
            Assert.Equal(value, PythonValue.Parse(PythonValue.Repr(value)));
        }
    }
}
