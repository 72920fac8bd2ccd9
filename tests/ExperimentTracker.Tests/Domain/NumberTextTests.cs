using System.Globalization;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Domain;

public class NumberTextTests
{
    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-0", -0.0)]
    [InlineData("1e-3", 0.001)]
    [InlineData(" 7 ", 7)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("0.000", 0)]
    [InlineData("9007199254740992", 9007199254740992)]
    [InlineData("0.1000000000000000055511151231257827", 0.1)]
    public void A_number_is_read_alike_in_every_culture(string text, double expected)
    {
        foreach (string culture in new[] { "", "de-DE", "ar-SA", "sv-SE" }) In(culture, () =>
        {
            Assert.Null(NumberText.Read(text, out double number));
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(number));
        });
    }

    [Theory]
    [InlineData("1,5", "write 1.5,")]
    [InlineData("1,234", "write 1234 or 1.234,")]
    [InlineData("1,234,567", "write 1234567,")]
    [InlineData("1.234,5", "write 1234.5,")]
    [InlineData("1,234.5", "write 1234.5,")]
    [InlineData("0x10", "is not a number")]
    [InlineData("10kb", "is not a number")]
    [InlineData("", "is blank")]
    [InlineData(" \t", "is blank")]
    [InlineData("١٢", "is not a number")]
    [InlineData("1e999", "is too large")]
    [InlineData("1e-999", "would become 0")]
    [InlineData("9007199254740993", "more digits")]
    public void Any_other_string_is_refused_with_what_would_be_right(string text, string reason)
    {
        foreach (string culture in new[] { "", "de-DE", "ar-SA" }) In(culture, () => Assert.Contains(reason, NumberText.Read(text, out _)));
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("2.0", 2)]
    [InlineData("2e0", 2)]
    [InlineData("9007199254740993.0", 9007199254740993)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void An_integer_can_be_written_as_a_number(string text, long expected)
    {
        Assert.Null(NumberText.ReadInteger(text, out long integer));
        Assert.Equal(expected, integer);
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("1e-30")]
    [InlineData("1e-999")]
    [InlineData("1.0000000000000000000000000000000001")]
    [InlineData("9223372036854775808")]
    [InlineData("1e30")]
    [InlineData("1,0")]
    [InlineData("NaN")]
    [InlineData("")]
    public void No_fraction_becomes_an_integer(string text) => Assert.NotNull(NumberText.ReadInteger(text, out _));

    [Theory]
    [InlineData("2024-07-01T12:00:00Z", "2024-07-01T12:00:00.0000000Z")]
    [InlineData("2024-07-01 12:00:00.1234567+05:30", "2024-07-01T06:30:00.1234567Z")]
    [InlineData("2024-07-01T12:00:00.120000000Z", "2024-07-01T12:00:00.1200000Z")]
    [InlineData("2024-07-01T12:00-0200", "2024-07-01T14:00:00.0000000Z")]
    [InlineData("Mon, 01 Jul 2024 12:00:00 GMT", "2024-07-01T12:00:00.0000000Z")]
    public void A_time_with_a_zone_keeps_its_instant(string text, string utc)
    {
        foreach (string culture in new[] { "", "de-DE", "ar-SA", "th-TH" }) In(culture, () =>
        {
            Assert.Null(TimeText.Read(text, out DateTime time));
            Assert.Equal(utc, time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
        });
    }

    [Theory]
    [InlineData("2024-07-01", 2024, 7, 1, 0, 0)]
    [InlineData("2024-7-1 4:30", 2024, 7, 1, 4, 30)]
    [InlineData("2024/07/01 23:59", 2024, 7, 1, 23, 59)]
    public void A_time_without_a_zone_is_local(string text, int year, int month, int day, int hour, int minute)
    {
        Assert.Null(TimeText.Read(text, out DateTime time));
        Assert.Equal(new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Local), time);
        Assert.Equal(DateTimeKind.Local, time.Kind);
    }

    [Theory]
    [InlineData("01/02/2024")]
    [InlineData("01.02.2024")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("2024-07-01T24:00")]
    [InlineData("2024-07-01T12:00:00+15:00")]
    [InlineData("0001-01-01T00:00:00+05:00")]
    [InlineData("2024-07-01T12:00:00.123456789Z")]
    [InlineData("12:30")]
    [InlineData("2024-07")]
    [InlineData("1760000000")]
    [InlineData("soon")]
    [InlineData("")]
    public void A_string_that_can_mean_another_time_is_refused(string text) => Assert.NotNull(TimeText.Read(text, out _));

    [Theory]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("0:1:0", 60)]
    [InlineData("1.12:30:00.5", 131400.5)]
    [InlineData("-00:00:01", -1)]
    public void A_duration_is_seconds_or_hours_minutes_and_seconds(string text, double seconds)
    {
        foreach (string culture in new[] { "", "de-DE" }) In(culture, () =>
        {
            Assert.Null(DurationText.Read(text, out TimeSpan duration));
            Assert.Equal(seconds, duration.TotalSeconds);
        });
    }

    [Theory]
    [InlineData("1:30")]
    [InlineData("24:00:00")]
    [InlineData("1,5")]
    [InlineData("1e300")]
    [InlineData("NaN")]
    [InlineData("soon")]
    public void A_string_that_can_mean_another_duration_is_refused(string text) => Assert.NotNull(DurationText.Read(text, out _));

    private static void In(string culture, Action test)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
