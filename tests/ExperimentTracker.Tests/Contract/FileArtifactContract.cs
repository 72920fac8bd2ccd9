using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class FileArtifactContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_large_file_is_added_and_saved_with_progress()
    {
        using var folder = new TempFolder();
        byte[] content = new byte[5_000_001];
        new Random(1).NextBytes(content);
        var outcome = new Sum();
        Artifact artifact = ArtifactIntake.AddFile(Store, StoreSteps.DraftOf(Store.NewRun(), "weights"), folder.Write("weights.bin", content), outcome, None);
        Assert.Equal((content.Length, ArtifactKind.File), (outcome.Total, artifact.Kind));
        var given = new Sum();
        ArtifactReader.Save(Store, artifact, folder.Sub("new", "folder", "out.bin"), overwrite: false, given, None);
        Assert.Equal(content.Length, given.Total);
        Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(folder.Sub("new", "folder", "out.bin"))));
    }

    [Theory]
    [InlineData("plot.PNG", "image/png")]
    [InlineData("data.csv", "text/csv")]
    [InlineData("model.onnx", "application/octet-stream")]
    public void The_media_type_is_that_of_the_file_name(string name, string mediaType)
    {
        using var folder = new TempFolder();
        Assert.Equal(mediaType, ArtifactIntake.AddFile(Store, StoreSteps.DraftOf(Store.NewRun(), "k"), folder.Write(name, "x"), null, None).MediaType);
    }

    [Fact]
    public void A_file_that_exists_is_overwritten_only_on_request()
    {
        using var folder = new TempFolder();
        Artifact artifact = Store.AddText(Store.NewRun(), "k", "new");
        string target = folder.Write("out.txt", "old");
        Expect.Refused("DestinationExists", () => ArtifactReader.Save(Store, artifact, target, overwrite: false, null, None));
        Assert.Equal("old", File.ReadAllText(target));
        ArtifactReader.Save(Store, artifact, target, overwrite: true, null, None);
        Assert.Equal(("new", 1), (File.ReadAllText(target), folder.List().Length));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_error_and_leaves_nothing()
    {
        using var folder = new TempFolder();
        Artifact artifact = Store.AddText(Store.NewRun(), "k", "x");
        string file = folder.Write("file", "mine");
        Expect.Refused("FileUnavailable", () => ArtifactReader.Save(Store, artifact, Path.Combine(file, "below"), overwrite: false, null, None));
        Directory.CreateDirectory(folder.Sub("taken"));
        Expect.Refused("FileUnavailable", () => ArtifactReader.Save(Store, artifact, folder.Sub("taken"), overwrite: true, null, None));
        Assert.Equal(["file", "taken"], folder.List());
    }

    [Fact]
    public void A_save_that_is_cancelled_leaves_nothing()
    {
        using var folder = new TempFolder();
        using var source = new CancellationTokenSource();
        Artifact artifact = Store.AddText(Store.NewRun(), "k", new string('x', 3_000_000));
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => ArtifactReader.Save(Store, artifact, folder.Sub("new", "out"), overwrite: false, null, source.Token));
        Assert.Empty(folder.List());
    }

    private sealed class Sum : IProgress<long>
    {
        public long Total { get; private set; }

        public void Report(long value) => Total += value;
    }
}
