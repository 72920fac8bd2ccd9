using System.Globalization;
using ExperimentTracker.Json;

namespace ExperimentTracker.Tests.Domain;

public sealed class CanonicalJsonTests
{
    // RFC 8785, appendix B. The last ones are from the notes of ECMA-262, and the powers at which the format changes.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    [InlineData(0x7fffffffffffffff, "NaN")]
    [InlineData(0x7ff0000000000000, "Infinity")]
    [InlineData(0xfff0000000000000, "-Infinity")]
    public void A_number_is_written_as_ECMAScript_writes_it(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.Number(BitConverter.UInt64BitsToDouble(bits)));

    [Theory]
    [InlineData(1, "1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(100, "100")]
    [InlineData(0.1, "0.1")]
    [InlineData(120.05, "120.05")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1.5e21, "1.5e+21")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(123456789012345680000.0, "123456789012345680000")]
    [InlineData(1e-10, "1e-10")]
    public void Numbers_of_every_day_too(double number, string expected) => Assert.Equal(expected, CanonicalJson.Number(number));

    [Fact]
    public void Every_number_reads_back_to_the_same_bits()
    {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            double number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(number)) continue;
            string text = CanonicalJson.Number(number);
            Assert.Equal(number, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
            Assert.Matches("^-?(0|[1-9][0-9]*)([.][0-9]*[1-9])?(e[+-][1-9][0-9]*)?$", text);
        }
    }

    [Fact]
    public void Members_are_sorted_by_their_UTF_16_units_and_nothing_is_between_them()
    {
        // RFC 8785, section 3.2.3.
        NamedValues map = StoreSteps.Named(
            ("\u20ac", "Euro Sign"), ("\r", "Carriage Return"), ("\ufb33", "Hebrew Letter Dalet With Dagesh"), ("1", "One"),
            ("\ud83d\ude00", "Emoji: Grinning Face"), ("\u0080", "Control"), ("\u00f6", "Latin Small Letter O With Diaeresis"));
        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            CanonicalJson.Write(map).Split('"').Where((_, i) => i % 4 == 3));
        Assert.Equal("{\"a\":[1,{\"b\":null,\"c\":true}],\"z\":{}}", CanonicalJson.Write(StoreSteps.Named(
            ("z", NamedValues.Empty), ("a", new object?[] { 1.0, StoreSteps.Named(("c", true), ("b", null)) }))));
    }

    [Fact]
    public void Text_is_escaped_only_where_it_must_be()
    {
        // RFC 8785, section 3.2.2.2: the two-letter escapes, lower-case digits, and no other escapes, on every version of .NET.
        Assert.Equal("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"", CanonicalJson.Write("\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\u002f"));
        Assert.Equal("\"\\b\\t\\n\\f\\r\\u001f\"", CanonicalJson.Write("\b\t\n\f\r\u001F"));
        foreach (string plain in new[] { "<&'+>", "\u007f\u0080\u00a0", "\u2028\u2029\ufeff", "日本 👩‍🔬", "\ue000\u3000", "\U0001FAE8\U00020000" })
        {
            Assert.Equal($"\"{plain}\"", CanonicalJson.Write(plain));
        }
    }

    [Fact]
    public void What_JSON_lacks_has_one_form_in_every_zone()
    {
        var time = new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc);
        Assert.Equal("\"2024-07-01T12:00:00.0000000Z\"", CanonicalJson.Write(time));
        Assert.Equal(CanonicalJson.Write(time), CanonicalJson.Write(time.ToLocalTime()));
        Assert.Equal("\"PT1.5S\"", CanonicalJson.Write(TimeSpan.FromSeconds(1.5)));
        Assert.Equal("\"PT-0.0000001S\"", CanonicalJson.Write(TimeSpan.FromTicks(-1)));
        Assert.Equal("\"PT922337203685.4775807S\"", CanonicalJson.Write(TimeSpan.MaxValue));
        Assert.Equal("[NaN,Infinity,-Infinity]", CanonicalJson.Write(new object?[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }));
    }

    [Theory]
    [InlineData(9007199254740991, "9007199254740991")]
    [InlineData(9007199254740993, "9007199254740993")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    [InlineData(long.MinValue, "-9223372036854775808")]
    public void Whole_numbers_keep_all_their_digits(long whole, string expected) => Assert.Equal(expected, CanonicalJson.Write(whole));

    [Fact]
    public void What_is_no_value_of_the_domain_is_refused() => Assert.Throws<ArgumentException>(() => CanonicalJson.Write(1));
}
