using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Importing;

public sealed class ExportFileTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TempFolder folder = new();
    private readonly StoreUnderTest full = StoreUnderTest.InAFile();
    private readonly StoreUnderTest empty = StoreUnderTest.InMemory();

    public ExportFileTests()
    {
        FullStore.Fill(full.Store);
        using ITransferSource source = full.Store.Transfer.AsSource(None);
        StoreExport.ToFolder(source, folder.Sub("export"), replace: false, null, null, None);
    }

    private string Json => Path.Combine(folder.Sub("export"), "store.json");

    public void Dispose()
    {
        folder.Dispose();
        full.Dispose();
        empty.Dispose();
    }

    [Fact]
    public void An_exported_folder_imports_records_and_blobs()
    {
        MergeResult result = Import(folder.Sub("export"));
        Assert.Equal((2L, 0L, 0), (result.Contents, result.WithoutContent, result.Conflicts.Count));
        Assert.Equal(StoreRecords.Text(full.Store), StoreRecords.Text(empty.Store));
        Assert.Equal((0L, 0L, 0L), (Import(folder.Sub("export")).Added, Import(Json).Changed, Import(Json).Contents));
    }

    [Fact]
    public void The_JSON_alone_imports_the_records_and_the_folder_adds_the_blobs_later()
    {
        Assert.Equal((0L, 2L), (Import(Json).Contents, Import(Json).WithoutContent));
        Assert.Equal(StoreRecords.Text(full.Store), StoreRecords.Text(empty.Store));
        MergeResult later = Import(folder.Sub("export"));
        Assert.Equal((0L, 2L, 2L, 0L), (later.Added, later.Changed, later.Contents, later.WithoutContent));
    }

    [Fact]
    public void A_blob_that_does_not_match_its_digest_is_omitted_and_reported()
    {
        string blob = Directory.EnumerateFiles(Path.Combine(folder.Sub("export"), "artifacts"), "*", SearchOption.AllDirectories).First();
        File.WriteAllText(blob, "something else");
        MergeResult result = Import(folder.Sub("export"));
        Assert.Equal((1L, 1L), (result.Contents, result.WithoutContent));
        Assert.Equal(MergeConflictKind.ContentDamaged, Assert.Single(result.Conflicts).Kind);
    }

    // Wherever the file ends, the error says so, and nothing is imported.
    [Fact]
    public void A_truncated_file_is_refused_at_every_length()
    {
        byte[] complete = File.ReadAllBytes(Json);
        string before = StoreRecords.Text(empty.Store);
        string cut = folder.Sub("cut.json");
        foreach (int length in Enumerable.Range(0, 40).Select(i => complete.Length * i / 40).Append(complete.Length - 1).Append(1))
        {
            File.WriteAllBytes(cut, complete[..length]);
            TrackerException error = Assert.Throws<TrackerException>(() => Import(cut));
            Assert.True(error.ErrorId is "ImportNotReadable" or "ImportFormatUnknown", $"{length} of {complete.Length} bytes: {error.ErrorId}: {error.Message}");
        }

        Assert.Equal(before, StoreRecords.Text(empty.Store));
    }

    [Theory]
    [InlineData("\"Status\":\"Succeeded\"", "\"Status\":\"Splendid\"", "ImportNotReadable")]
    [InlineData("\"Status\":\"Succeeded\"", "\"Status\":2", "ImportNotReadable")]
    [InlineData("\"Number\":0,", "\"Number\":-1,", "ImportRecordInvalid")]
    [InlineData("\"Key\":\"a/model\"", "\"Key\":\"../../etc/passwd\"", "ImportRecordInvalid")]
    [InlineData("\"Path\":\"x/1.bin\"", "\"Path\":\"/etc/passwd\"", "ImportRecordInvalid")]
    [InlineData("\"Namespace\":\"a/b\"", "\"Namespace\":\"../b\"", "ImportRecordInvalid")]
    [InlineData("\"Name\":\"iris\"", "\"Name\":\"\"", "ImportRecordInvalid")]
    [InlineData("\"Name\":\"iris\"", "\"Name\":null", "ImportNotReadable")]
    [InlineData("\"Id\":\"exp_1\",", "", "ImportNotReadable")]
    [InlineData("\"Id\":\"exp_1\"", "\"Id\":\"exp_2\"", "ImportRecordInvalid")]
    [InlineData("\"ExperimentId\":\"exp_1\"", "\"Experiment\":\"exp_1\"", "ImportNotReadable")]
    [InlineData("\"Steps\":[0,", "\"Steps\":[-1,", "ImportRecordInvalid")]
    [InlineData("\"Steps\":[0,", "\"Steps\":[", "ImportRecordInvalid")]
    [InlineData("\"FormatVersion\": 1", "\"FormatVersion\": 2", "ImportTooNew")]
    [InlineData("\"FormatVersion\": 1", "\"FormatVersion\": \"1\"", "ImportNotReadable")]
    [InlineData("\"Format\": \"ExperimentTracker\"", "\"Format\": \"Something\"", "ImportFormatUnknown")]
    [InlineData("\"Projects\": [", "\"Projects\": [5,", "ImportNotReadable")]
    [InlineData("\"Tombstones\": [", "\"Tombstones\": {", "ImportNotReadable")]
    [InlineData("\"ParentRunId\":\"run_1\"", "\"ParentRunId\":\"run_2\"", "ImportRecordInvalid")]
    [InlineData("\"Version\":2", "\"Version\":0", "ImportRecordInvalid")]
    [InlineData("\"Digest\":\"sha256:", "\"Digest\":\"md5:", "ImportRecordInvalid")]
    public void A_changed_file_is_an_error_and_nothing_of_it_is_imported(string found, string instead, string errorId)
    {
        string text = File.ReadAllText(Json);
        int at = text.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at >= 0, found);
        File.WriteAllText(Json, text[..at] + instead + text[(at + found.Length)..]);
        string before = StoreRecords.Text(empty.Store);
        Expect.Refused(errorId, () => Import(Json));
        Assert.Equal(before, StoreRecords.Text(empty.Store));
    }

    [Fact]
    public void An_export_replaces_an_export_and_nothing_else()
    {
        string other = folder.Sub("photos");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "1.jpg"), "");
        using ITransferSource source = full.Store.Transfer.AsSource(None);
        Expect.Refused("ExportExists", () => StoreExport.ToFolder(source, other, replace: false, null, null, None));
        Expect.Refused("ExportWouldReplace", () => StoreExport.ToFolder(source, other, replace: true, null, null, None));
        Expect.Refused("ExportExists", () => StoreExport.ToFile(source, Json, replace: false, null, None));
        StoreExport.ToFolder(source, folder.Sub("export"), replace: true, null, null, None);
        Assert.Equal(["export", "photos"], Directory.EnumerateFileSystemEntries(folder.Path).Select(e => Path.GetFileName(e)!).Order());
    }

    [Fact]
    public void A_stopped_export_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        using ITransferSource source = full.Store.Transfer.AsSource(None);
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => StoreExport.ToFolder(source, folder.Sub("stopped"), false, null, null, stop.Token));
        Assert.Equal(["export"], Directory.EnumerateFileSystemEntries(folder.Path).Select(e => Path.GetFileName(e)!));
    }

    private MergeResult Import(string path)
    {
        using ITransferSource source = ImportSource.Open(path);
        return empty.Store.Transfer.Merge(source, false, null, None);
    }
}
