using ExperimentTracker.Interop;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop;

public sealed class RecognitionTests
{
    /// <summary>Each real file is of one format only, whatever it is called.</summary>
    [Theory]
    [InlineData("TensorBoard", "tensorboard/events.out.tfevents.1585769947.cvp")]
    [InlineData("Wandb", "wandb/run-g9dvvkua.wandb")]
    public void A_file_is_recognised_by_its_contents(string expected, string path)
    {
        using var folder = new TempFolder();
        string renamed = folder.Write("x.json", File.ReadAllBytes(ForeignStore.Real(path.Split('/'))));
        Assert.Equal([expected], new TransferFormats().All.Where(f => f.Fits(renamed)).Select(f => f.Name));
        using ITransferSource source = ImportSource.Recognize(new TransferRequest(renamed), () => new TransferFormats());
        Assert.Equal(renamed, source.Name);
    }

    [Theory]
    [InlineData("TensorBoard", "tensorboard")]
    [InlineData("Wandb", "wandb")]
    [InlineData("Sacred", "sacred/pymarl/results/sacred")]
    public void A_folder_is_recognised_by_the_files_in_it(string expected, string path) =>
        Assert.Equal([expected], new TransferFormats().All.Where(f => f.Fits(ForeignStore.Real(path.Split('/')))).Select(f => f.Name));

    [Theory]
    [InlineData("")]
    [InlineData("text\nmore text\n")]
    [InlineData("{}")]
    [InlineData("{\"a\": [1, 2, 3]}")]
    [InlineData("<html><body/></html>")]
    public void Other_files_are_of_no_format(string content)
    {
        using var folder = new TempFolder();
        string path = folder.Write("x", content);
        Assert.DoesNotContain(new TransferFormats().All, f => f.Fits(path) || f.Fits(folder.Path));
    }

    [Fact]
    public void Names_and_titles_are_distinct()
    {
        IReadOnlyList<ITransferFormat> all = new TransferFormats().All;
        Assert.Equal(all.Count, all.Select(f => f.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(all, f => Assert.True(f.Name.All(char.IsAsciiLetterOrDigit) && f.Title.Length is > 5 and < 80));
    }
}
