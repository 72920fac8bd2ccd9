using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage.Postgres;
using ExperimentTracker.Tests.Worker;
using ExperimentTracker.TestServers;

namespace ExperimentTracker.Stress;

/// <summary>
/// Many processes write runs, points and artifacts to a store on a server, while others search and one collects garbage, and the server is killed several times and comes
/// back. Then everything that was acknowledged must exist once and in order.
/// </summary>
public static class ServerConcurrency
{
    private const string Trial = "many writers on a server";

    /// <summary>Why there is no server here, or <see langword="null"/>.</summary>
    public static string? Obstacle => PostgresServer.Obstacle;

    /// <param name="writers">The number of processes that write.</param>
    /// <param name="readers">The number of processes that search.</param>
    /// <param name="kills">How often the server is killed.</param>
    /// <param name="duration">The duration of the trial.</param>
    /// <param name="figures">Receives the figures.</param>
    public static void Run(int writers, int readers, int kills, TimeSpan duration, Figures figures)
    {
        // Each process has a connection or two, and one that shows that it lives.
        using var server = new PostgresServer(new PostgresOptions
        {
            Durable = true,
            Settings = new Dictionary<string, string> { ["max_connections"] = string.Create(CultureInfo.InvariantCulture, $"{(4 * (writers + readers)) + 50}") },
        });
        string address = server.Address("postgres", PostgresServer.NewSchemaName());
        using IExperimentStore store = new PostgresEngine().Open(StoreAddress.Parse(address), StoreOpening.OrCreate with { Credentials = new Login(server.Admin) }, CancellationToken.None);
        string shared = RunFactory.Create(store, new RunRequest { Experiment = "shared", Start = true }).Id;
        string seconds = duration.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        WorkerProcess[] workers = [.. Enumerable.Range(0, writers + readers + 1).Select(_ => WorkerProcess.Start([], ("PGPASSFILE", server.PasswordFile)))];
        try
        {
            foreach (WorkerProcess worker in workers) worker.Send("open", address);
            foreach (WorkerProcess worker in workers) worker.Result();
            for (int i = 0; i < writers; i++) workers[i].Send("write", i.ToString(CultureInfo.InvariantCulture), shared, seconds);
            for (int i = 0; i < readers; i++) workers[writers + i].Send("read", seconds);
            workers[^1].Send("sweep", seconds);
            for (int kill = 0; kill < kills; kill++)
            {
                Thread.Sleep(duration / (kills + 1));
                server.Kill();
                server.Start();
            }

            // What was repeated because of a kill ends later.
            TimeSpan patience = duration * 3;
            WriterTally[] tallies = [.. workers[..writers].Select(w => JsonSerializer.Deserialize<WriterTally>(w.Result(patience))!)];
            long reads = workers[writers..^1].Sum(w => long.Parse(w.Result(patience).Split('\t')[0], CultureInfo.InvariantCulture));
            string[] swept = workers[^1].Result(patience).Split('\t');
            ConcurrencyCheck.Check(store, shared, tallies);
            string[] findings = [.. store.Maintenance.Check(quick: false, null, CancellationToken.None).Select(f => f.Problem)];
            if (findings.Length > 0) throw new TrialException($"The check found: {string.Join(' ', findings)}");
            Report(figures, tallies, kills, reads, swept);
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }
    }

    private static void Report(Figures figures, WriterTally[] tallies, int kills, long reads, string[] swept)
    {
        figures.Add(Trial, "processes that wrote", tallies.Length);
        figures.Add(Trial, "times the server was killed", kills);
        figures.Add(Trial, "runs, from start to end", tallies.Sum(t => t.Runs + t.RemovedRuns));
        figures.Add(Trial, "points, each found once and in order", tallies.Sum(t => t.Points + t.SharedPoints));
        figures.Add(Trial, "artifacts", tallies.Sum(t => t.Artifacts));
        figures.Add(Trial, "calls that wrote", tallies.Sum(t => t.Writes));
        figures.Add(Trial, "longest of these calls", $"{tallies.Max(t => t.LongestWrite):0} ms");
        figures.Add(Trial, "queries meanwhile", reads);
        figures.Add(Trial, "garbage collections meanwhile", long.Parse(swept[0], CultureInfo.InvariantCulture));
        figures.Add(Trial, "errors reported to a user", 0);
    }

    private sealed class Login(PostgresLogin login) : IStoreCredentials
    {
        public string User => login.User;

        public string GetPassword() => login.Password;
    }
}
