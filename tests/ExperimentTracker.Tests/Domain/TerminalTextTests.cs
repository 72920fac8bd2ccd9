using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Domain;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("loss", "loss")]
    [InlineData("Ü 漢字 👍 é", "Ü 漢字 👍 é")]
    [InlineData("\u001b[31mred\u001b[0m", "�[31mred�[0m")]
    [InlineData("\u001b]0;title\a", "�]0;title�")]
    [InlineData("a\r\nb\tc\u0085d\u009b31m\u0007\u007f", "a��b�c�d�31m��")]
    [InlineData("a\u2028b\u202ec\u2066d", "a�b�c�d")]
    public void Terminal_control_characters_are_replaced_and_nothing_else(string text, string expected) =>
        Assert.Equal(expected, TerminalText.Clean(text));

    [Theory]
    [InlineData("", 0)]
    [InlineData("loss", 4)]
    [InlineData("漢字", 4)]
    [InlineData("ｆｕｌｌ", 8)]
    [InlineData("한글", 4)]
    [InlineData("👍🚀", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("a\u200db", 2)]
    [InlineData("Ωж", 2)]
    public void A_text_has_the_width_that_a_terminal_shows(string text, int columns) => Assert.Equal(columns, TerminalText.Width(text));

    [Theory]
    [InlineData("loss", 4, "loss")]
    [InlineData("loss", 3, "lo…")]
    [InlineData("漢字漢字", 8, "漢字漢字")]
    [InlineData("漢字漢字", 7, "漢字漢…")]
    [InlineData("漢字漢字", 6, "漢字…")]
    [InlineData("👍👍", 3, "👍…")]
    [InlineData("loss", 1, "…")]
    [InlineData("loss", 0, "")]
    public void A_text_is_cut_to_the_columns_there_are_and_never_within_a_character(string text, int columns, string expected) =>
        Assert.Equal(expected, TerminalText.Fit(text, columns));
}
