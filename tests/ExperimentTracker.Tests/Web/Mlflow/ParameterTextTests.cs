using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Tests.Web.Mlflow;

/// <summary>Values of parameters as texts. The texts of numbers are what Python 3 prints for <c>repr</c>.</summary>
public sealed class ParameterTextTests
{
    [Theory]
    [InlineData("0.0", 0.0)]
    [InlineData("-0.0", -0.0)]
    [InlineData("1.0", 1.0)]
    [InlineData("0.1", 0.1)]
    [InlineData("-2.5", -2.5)]
    [InlineData("0.0001", 0.0001)]
    [InlineData("1e-05", 0.00001)]
    [InlineData("1.5e-05", 0.000015)]
    [InlineData("123456789.125", 123456789.125)]
    [InlineData("1000000000000000.0", 1e15)]
    [InlineData("1234567890123456.0", 1234567890123456.0)]
    [InlineData("1e+16", 1e16)]
    [InlineData("1e+22", 1e22)]
    [InlineData("1e+23", 1e23)]
    [InlineData("9007199254740993.0", 9007199254740992.0, "9007199254740992.0")]
    [InlineData("5e-324", 5e-324)]
    [InlineData("1.7976931348623157e+308", double.MaxValue)]
    [InlineData("0.30000000000000004", 0.1 + 0.2)]
    public void Numbers_are_written_as_Python_does(string text, double number, string? written = null)
    {
        Assert.Equal(written ?? text, ParameterText.Write(number));
        if (written is null) Assert.Equal(number, Assert.IsType<double>(ParameterText.Read(text)));
    }

    [Theory]
    [InlineData("1", 1L)]
    [InlineData("-7", -7L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("True", true)]
    [InlineData("False", false)]
    public void Other_values_are_read_by_their_type(string text, object value)
    {
        Assert.Equal(value, ParameterText.Read(text));
        Assert.Equal(text, ParameterText.Write(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("adam")]
    [InlineData("007")]
    [InlineData("+1")]
    [InlineData("1e5")]
    [InlineData("1E-05")]
    [InlineData("0.10")]
    [InlineData(".5")]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("inf")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("true")]
    [InlineData("None")]
    [InlineData("9223372036854775808")]
    public void What_would_be_written_otherwise_stays_a_text(string text) => Assert.Equal(text, Assert.IsType<string>(ParameterText.Read(text)));

    [Fact]
    public void Every_number_is_read_back_exactly()
    {
        var random = new Random(17);
        byte[] bits = new byte[8];
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bits);
            double number = BitConverter.ToDouble(bits);
            if (double.IsFinite(number)) Assert.Equal(number, Assert.IsType<double>(ParameterText.Read(ParameterText.Write(number))));
        }
    }
}
