namespace ExperimentTracker.Tests.Contract;

/// <summary>Waiting for changes that another handle makes, as another process would.</summary>
public abstract class OtherHandleChangesContract(StoreUnderTest underTest) : StoreContract(underTest)
{
    private readonly List<IDisposable> others = [];

    protected override void DisposeMore() => others.ForEach(other => other.Dispose());

    [Fact]
    public void A_change_of_another_handle_ends_the_wait_also_after_handles_were_released()
    {
        var other = OpenAnother();
        others.Add(other);
        Run run = Store.NewRun();
        foreach (bool releases in new[] { false, true })
        {
            long version = Store.Changes.WaitForChange(0, TimeSpan.Zero, None);
            if (releases) Store.ReleaseHandles();
            other.Metrics.Append([new() { RunId = run.Id, Key = "k", Values = new double[] { 1 }, Ticks = new long[] { 1 } }], None);
            Assert.NotEqual(version, Store.Changes.WaitForChange(version, TimeSpan.FromSeconds(60), None));
        }
    }
}
