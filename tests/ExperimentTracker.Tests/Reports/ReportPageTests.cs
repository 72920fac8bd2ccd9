namespace ExperimentTracker.Tests.Reports;

/// <summary>Reports as their readers see them: opened in a browser, without a network.</summary>
public sealed class ReportPageTests(ReportPages pages) : IClassFixture<ReportPages>
{
    [NeedsBrowserTheory]
    [InlineData("hostile names are text")]
    [InlineData("names of members that every object has are ordinary names")]
    [InlineData("text is isolated from its direction marks")]
    [InlineData("images show, and a picture that is a script does nothing")]
    [InlineData("text stands out from its ground, light and dark")]
    [InlineData("axe-core finds nothing, light and dark")]
    [InlineData("pointing at a chart shows the values there")]
    [InlineData("the keyboard moves along a chart")]
    [InlineData("the legend switches curves off and on, and the address keeps it")]
    [InlineData("the scale can be logarithmic, and curves smoothed")]
    [InlineData("groups are means with a band")]
    [InlineData("every metric has a chart, and one can be shown large")]
    [InlineData("a chart is zoomed by dragging, and shows all again after a double click")]
    [InlineData("a range of parallel coordinates keeps runs, and the address keeps it")]
    [InlineData("a run is found among the points of a scatter, and opens")]
    [InlineData("the importance of parameters is that of the whole experiment")]
    [InlineData("headers sort, by mouse and by keyboard, and values that are not numbers are last")]
    [InlineData("words, conditions and statuses filter")]
    [InlineData("the filter offers the names that begin with what is typed")]
    [InlineData("filter, order and selection are in the address: a reload and the back button restore them")]
    [InlineData("the differences are those of the selected runs")]
    [InlineData("a run opens, and back closes it")]
    [InlineData("a run that failed shows why, and the end of its log")]
    [InlineData("distributions and a confusion matrix are drawn")]
    [InlineData("a thousand runs of twenty metrics are shown, sorted and filtered at once")]
    [InlineData("the theme is the system's until one chooses, and the choice stays")]
    [InlineData("nothing is wider than a telephone or a screen")]
    [InlineData("on paper the table has all its rows, the charts are drawn, and controls are left out")]
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
