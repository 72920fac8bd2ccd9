using ExperimentTracker.Provenance;

namespace ExperimentTracker.Tests.Domain;

public sealed class TraceParentTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";

    [Theory]
    [InlineData($"00-{Trace}-{Span}-01")]
    [InlineData($"00-{Trace}-{Span}-00")]
    [InlineData($"cc-{Trace}-{Span}-01")]
    [InlineData($"cc-{Trace}-{Span}-01-what-the-future-will-be-like")]
    public void A_valid_one_is_read(string text) => Assert.Equal(new TraceParent(Trace, Span), TraceParent.Parse(text));

    // W3C Trace Context, section 3.2.2, and cases from its test suite.
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00")]
    [InlineData($"00-{Trace}-{Span}")]
    [InlineData($"00-{Trace}-{Span}-")]
    [InlineData($"00-{Trace}-{Span}-1")]
    [InlineData($"00-{Trace}-{Span}-.0")]
    [InlineData($"00-{Trace}-{Span}-001")]
    [InlineData($"00-{Trace}-{Span}-01-")]
    [InlineData($"00-{Trace}-{Span}-01-what-the-future-will-be-like")]
    [InlineData($"cc-{Trace}-{Span}-01.what-the-future-will-be-like")]
    [InlineData($"ff-{Trace}-{Span}-01")]
    [InlineData($".0-{Trace}-{Span}-01")]
    [InlineData($"0-{Trace}-{Span}-01")]
    [InlineData($"000-{Trace}-{Span}-01")]
    [InlineData($"00-00000000000000000000000000000000-{Span}-01")]
    [InlineData($"00-{Trace}-0000000000000000-01")]
    [InlineData($"00-0AF7651916CD43DD8448EB211C80319C-{Span}-01")]
    [InlineData($"00-{Trace}0-{Span}-01")]
    [InlineData($"00-.af7651916cd43dd8448eb211c80319c-{Span}-01")]
    [InlineData($"00-{Trace}-{Span}0-01")]
    [InlineData($"00_{Trace}_{Span}_01")]
    public void An_invalid_value_is_null(string? text) => Assert.Null(TraceParent.Parse(text));
}
