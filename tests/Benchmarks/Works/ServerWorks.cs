using System.Globalization;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage.Postgres;
using ExperimentTracker.TestServers;
using ExperimentTracker.Values;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>
/// The engine of PostgreSQL beside that of SQLite, in one run, with a server on this machine; and over a network that takes 10 ms each way. What a buffer of points
/// sends is 8,192 points at once, or what 200 ms bring.
/// </summary>
internal static class ServerWorks
{
    private const int Array = 100_000;
    private const int Buffered = 8192;

    public static IEnumerable<Row> Run(Paired paired, int runs)
    {
        using var server = new PostgresServer(new PostgresOptions { Durable = true });
        using var proxy = new NetworkProxy(server.Port);
        using var local = new Lab();
        using var remote = new Lab(Open(server, server.Port));
        Run here = local.NewRun(), there = remote.NewRun();
        double[] values = Lab.Values(Array);
        yield return paired.Measure(
            "bulk ingest of arrays, PostgreSQL against SQLite", "point", 10 * Array, () => Bulk(remote, there, values), "SQLite", () => Paired.Time(() => Bulk(local, here, values)), 2.5);
        yield return paired.Measure("batches of 8,192 points in one series, as a buffer sends them", "point", 10 * Buffered, () => Batches(remote, there, values, 10)) with { Budget = 50 };
        yield return paired.Measure("read 100,000 points", "read", 1, () => Read(remote, there, values)) with { Budget = 60_000 };
        yield return paired.Measure("start, 5 parameters, 5 metrics, complete", "run", 20, () => Lifecycles(remote, 20));
        yield return Trips(proxy, server);
        foreach (Row row in Slow(paired, proxy, server, values)) yield return row;
        using var many = new Lab(Open(server, server.Port));
        foreach (Row row in QueryWorks.Run(paired, many, runs, 30_000, () => server.Execute("ANALYZE"))) yield return row;
    }

    private static IEnumerable<Row> Slow(Paired paired, NetworkProxy proxy, PostgresServer server, double[] values)
    {
        using var far = new Lab(Open(server, proxy.Port));
        proxy.Latency = TimeSpan.FromMilliseconds(10);
        Run run = far.NewRun();
        yield return paired.Measure("10 ms each way: batches of 8,192 points in one series", "point", 5 * Buffered, () => Batches(far, run, values, 5)) with { Budget = 50 };
        yield return paired.Measure("10 ms each way: batches of one point of each of 20 series", "batch", 5, () =>
        {
            for (int i = 0; i < 5; i++) far.Store.Metrics.Append([.. Enumerable.Range(0, 20).Select(k => new Series.SeriesAppend { RunId = run.Id, Key = $"s{k}", Values = values.AsMemory(i, 1), Ticks = new[] { 1L } })], default);
        });
        yield return paired.Measure("10 ms each way: start, 5 parameters, 5 metrics, complete", "run", 5, () => Lifecycles(far, 5));
        proxy.Latency = TimeSpan.Zero;
    }

    private static Row Trips(NetworkProxy proxy, PostgresServer server)
    {
        using var lab = new Lab(Open(server, proxy.Port));
        Lifecycles(lab, 3);
        long before = proxy.Traffic.RoundTrips;
        Lifecycles(lab, 10);
        double trips = (proxy.Traffic.RoundTrips - before) / 10.0;
        return new Row("round trips of start, 5 parameters, 5 metrics, complete", "trips", trips, null, null, trips, null, [trips, trips]);
    }

    private static void Bulk(Lab lab, Run run, double[] values)
    {
        for (int i = 0; i < 10; i++) lab.Store.Metrics.Append([new() { RunId = run.Id, Key = "bulk", Values = values, Ticks = new[] { UtcTicks.Now(lab.Store.Time) } }], default);
    }

    private static void Batches(Lab lab, Run run, double[] values, int count)
    {
        for (int i = 0; i < count; i++) lab.Store.Metrics.Append([new() { RunId = run.Id, Key = "buffered", Values = values.AsMemory(0, Buffered), Ticks = new[] { UtcTicks.Now(lab.Store.Time) } }], default);
    }

    private static void Read(Lab lab, Run run, double[] values)
    {
        Metric? metric = lab.Store.Metrics.List([run.Id], default).FirstOrDefault(m => m.Key == "read");
        if (metric is null)
        {
            lab.Store.Metrics.Append([new() { RunId = run.Id, Key = "read", Values = values, Ticks = new[] { 1L } }], default);
            metric = lab.Store.Metrics.List([run.Id], default).First(m => m.Key == "read");
        }

        if (lab.Store.Metrics.Read(metric, 0, long.MaxValue, default).Values.Length != values.Length) throw new InvalidOperationException("Points are missing.");
    }

    private static void Lifecycles(Lab lab, int count)
    {
        var parameters = new NamedValues(Enumerable.Range(0, 5).Select(i => KeyValuePair.Create($"p{i}", (object?)(double)i)));
        for (int n = 0; n < count; n++)
        {
            Run run = lab.Store.Runs.Create([new RunDraft { ExperimentId = lab.Experiment.Id, Start = true, Parameters = parameters }], default)[0];
            lab.Store.Metrics.Append([.. Enumerable.Range(0, 5).Select(k => new Series.SeriesAppend { RunId = run.Id, Key = $"m{k}", Values = new[] { 1.0 }, Ticks = new[] { 1L } })], default);
            lab.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, default);
        }
    }

    private static IExperimentStore Open(PostgresServer server, int port) => new PostgresEngine().Open(
        StoreAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"postgres://127.0.0.1:{port}/postgres?schema={PostgresServer.NewSchemaName()}")),
        StoreOpening.OrCreate with { Credentials = new Login(server.Admin) }, default);

    private sealed class Login(PostgresLogin login) : IStoreCredentials
    {
        public string User => login.User;

        public string GetPassword() => login.Password;
    }
}
