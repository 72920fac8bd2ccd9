using ExperimentTracker.Transfer;
using Microsoft.Extensions.Time.Testing;

namespace ExperimentTracker.Tests.Contract;

public abstract class WholeTransferContract(StoreUnderTest store, Func<FakeTimeProvider, StoreUnderTest>? otherWith = null) : TransferContract(store, otherWith)
{
    [Fact]
    public void A_store_round_trips_with_every_field_and_a_second_import_changes_nothing()
    {
        FullStore.Fill(Store);
        string before = StoreRecords.Text(Store);
        MergeResult first = Merge(Store, Other);
        Assert.Equal((0L, 0, 0, 3008L, 2L, 0L), (first.Changed, first.Conflicts.Count, first.Renumbered.Count, first.Points, first.Contents, first.WithoutContent));
        Assert.Equal(before, StoreRecords.Text(Other));
        MergeResult second = Merge(Store, Other);
        Assert.Equal((0L, 0L, first.Added, 0L, 0L), (second.Added, second.Changed, second.Unchanged, second.Points, second.Contents));
        Assert.Equal(before, StoreRecords.Text(Other));
        MergeResult back = Merge(Other, Store);
        Assert.Equal((0L, 0L, 0), (back.Added, back.Changed, back.Conflicts.Count));
        Assert.Equal(before, StoreRecords.Text(Store));
    }

    [Fact]
    public void Artifacts_are_merged_with_their_unchanged_bytes()
    {
        FullStore.Fill(Other);
        Merge(Other, Store);
        Artifact model = Store.Artifacts.Query(new() { OwnerIds = ["run_1"] }, None).Single(a => a.Key == "a/model");
        Assert.Equal("weights", System.Text.Encoding.UTF8.GetString(ExperimentTracker.Services.ArtifactReader.ReadBytes(Store, model, null, None)));
        Assert.All(Store.Artifacts.Query(new(), None).Where(a => a.IsStored), a => Assert.Equal(ArtifactHealth.Intact, ExperimentTracker.Services.ArtifactReader.Check(Store, a, null, None).Health));
    }

    [Fact]
    public void A_preview_has_the_same_result_and_writes_nothing()
    {
        FullStore.Fill(Other);
        string before = StoreRecords.Text(Store);
        MergeResult preview = Merge(Other, Store, preview: true);
        Assert.True(preview.IsPreview);
        Assert.Equal(before, StoreRecords.Text(Store));
        MergeResult done = Merge(Other, Store);
        Assert.Equal((preview.Added, preview.Points, preview.Contents, preview.ContentSize), (done.Added, done.Points, done.Contents, done.ContentSize));
    }

    [Fact]
    public void What_is_cancelled_in_the_middle_leaves_nothing_or_on_a_server_whole_runs_and_the_next_merge_completes_it()
    {
        FullStore.Fill(Other);
        string before = StoreRecords.Text(Store);
        using var stop = new CancellationTokenSource();
        using ITransferSource source = Other.Transfer.AsSource(None);
        var afterRuns = new Watch(record => { if (record.StartsWith("Artifact", StringComparison.Ordinal)) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => Store.Transfer.Merge(source, false, afterRuns, stop.Token));
        if (Store.Address.IsServer)
        {
            Assert.Equal(Other.Describe(None).Points, Store.Describe(None).Points);
        }
        else
        {
            Assert.Equal(before, StoreRecords.Text(Store));
            Assert.Equal(0, Store.Describe(None).Blobs);
        }

        Merge(Other, Store);
        Assert.Equal(StoreRecords.Text(Other), StoreRecords.Text(Store));
        Assert.Empty(Store.Maintenance.Check(quick: false, null, None));
        Assert.Equal((0L, 0L), (Merge(Other, Store).Added, Merge(Other, Store).Changed));
    }

    [Fact]
    public void A_store_is_not_merged_into_itself() => Expect.Refused("MergeIntoItself", () => Merge(Store, Store));

    private sealed class Watch(Action<string> see) : IProgress<string>
    {
        public void Report(string value) => see(value);
    }
}
