using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Postgres;

/// <summary>How many messages are waited for: over a network each costs more than what it asks for.</summary>
[NeedsPostgres]
public sealed class RoundTripTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void A_run_with_parameters_and_tags_starts_in_one_trip_gets_its_metrics_in_one_and_ends_in_one()
    {
        using var proxied = new ProxiedStore();
        Experiment experiment = proxied.Direct.NewExperiment();
        NamedValues parameters = new(Enumerable.Range(0, 5).Select(i => KeyValuePair.Create($"p{i}", (object?)(double)i)));
        Run? run = null;
        Start();
        Assert.Equal(1, proxied.TripsOf(Start));
        Assert.Equal(1, proxied.TripsOf(() => proxied.Store.Metrics.Append([.. Enumerable.Range(0, 5).Select(Point)], None)));
        Assert.Equal(1, proxied.TripsOf(() => proxied.Store.Metrics.Append([.. Enumerable.Range(0, 5).Select(Point)], None)));
        Assert.Equal(1, proxied.TripsOf(() => proxied.Store.Runs.ChangeStatus(new() { RunId = run!.Id, To = RunStatus.Succeeded }, None)));

        Run read = proxied.Direct.Runs.Query(new() { Ids = [run!.Id] }, None).Single();
        Assert.Equal((5, 5, RunStatus.Succeeded), (read.Parameters.Count, read.Metrics.Count, read.Status));

        void Start() => run = proxied.Store.Runs.Create([new() { ExperimentId = experiment.Id, Start = true, Parameters = parameters, Tags = parameters }], None)[0];
        SeriesAppend Point(int i) => new() { RunId = run!.Id, Key = $"m{i}", Values = new double[] { i }, Ticks = new long[] { 1 } };
    }
}
