using System.ComponentModel;

namespace ExperimentTracker.Tests.Domain;

public sealed class AliasConverterTests
{
    [Theory]
    [InlineData("Succeeded", RunStatus.Succeeded)]
    [InlineData("SUCCESS", RunStatus.Succeeded)]
    [InlineData(" done ", RunStatus.Succeeded)]
    [InlineData("Error", RunStatus.Failed)]
    [InlineData("canceled", RunStatus.Cancelled)]
    [InlineData("Succ", RunStatus.Succeeded)]
    [InlineData("5", RunStatus.Killed)]
    public void A_status_is_converted_from_its_names(string text, RunStatus status) =>
        Assert.Equal(status, TypeDescriptor.GetConverter(typeof(RunStatus)).ConvertFrom(text));

    [Theory]
    [InlineData("NO_STAGE", ModelStage.None)]
    [InlineData("production", ModelStage.Production)]
    public void A_stage_is_converted_from_its_names(string text, ModelStage stage) =>
        Assert.Equal(stage, TypeDescriptor.GetConverter(typeof(ModelStage)).ConvertFrom(text));

    [Theory]
    [InlineData("")]
    [InlineData("nope")]
    [InlineData("no_stage")]
    public void Other_strings_are_not_converted(string text) =>
        Assert.ThrowsAny<Exception>(() => TypeDescriptor.GetConverter(typeof(RunStatus)).ConvertFrom(text));
}
