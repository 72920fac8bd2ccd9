namespace ExperimentTracker.Tests.Reports;

/// <summary>Reports as their readers see them: opened in a browser, without a network.</summary>
public sealed class ReportPageTests(ReportPages pages) : IClassFixture<ReportPages>
{
    [NeedsBrowserTheory]
    [InlineData("hostile names are text")]
    [InlineData("text is isolated from its direction marks")]
    [InlineData("headers sort, by mouse and by keyboard, and values that are not numbers are last")]
    [InlineData("words, conditions and statuses filter")]
    [InlineData("pointing at a chart shows the values there")]
    [InlineData("the keyboard moves along a chart")]
    [InlineData("the legend switches curves off and on")]
    [InlineData("the scale can be logarithmic, and curves smoothed")]
    [InlineData("a chart is zoomed by dragging, and shows all again after a double click")]
    [InlineData("a run is found and selected among the points")]
    [InlineData("another metric can be chosen, or all")]
    [InlineData("the differences are those of the selected runs")]
    [InlineData("a run opens in a box, and Escape closes it")]
    [InlineData("images show, and a picture that is a script does nothing")]
    [InlineData("the theme is the system's until one chooses, and the choice stays")]
    [InlineData("text stands out from its ground, light and dark")]
    [InlineData("every control has a name")]
    [InlineData("nothing is wider than a telephone or a screen")]
    [InlineData("a thousand runs of twenty metrics are shown, sorted and filtered at once")]
    [InlineData("silence")]
    public void In_a_browser(string check) => Assert.True(pages.ComplaintOf(check) is null, pages.ComplaintOf(check));

    [NeedsBrowserTheory]
    [MemberData(nameof(Named))]
    public void Every_check_is_one_of_these(string[] named) => Assert.Equal(named.Order(), pages.Checks.Order());

    public static TheoryData<string[]> Named =>
        [[.. typeof(ReportPageTests).GetMethod(nameof(In_a_browser))!.GetCustomAttributesData()
            .Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!)]];
}
