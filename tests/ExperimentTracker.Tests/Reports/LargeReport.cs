namespace ExperimentTracker.Tests.Reports;

/// <summary>The report of a thousand runs with twenty metrics each, created once.</summary>
public static class LargeReport
{
    private static readonly Lazy<byte[]> Made = new(() =>
    {
        using StoreUnderTest store = StoreUnderTest.InMemory();
        Experiment experiment = ReportStore.Large(store.Store, 1000, 20);
        return Reports.Html(Reports.OfExperiment(store.Store, experiment));
    });

    /// <summary>The page.</summary>
    public static byte[] Html => Made.Value;
}
