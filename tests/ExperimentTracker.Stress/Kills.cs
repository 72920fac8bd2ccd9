using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Stress;

/// <summary>
/// Kills processes at named fault points and at random times, several at once on one store. After each kill, while the other processes continue, the
/// store must open, be valid, and contain every write that it acknowledged to the killed process.
/// </summary>
/// <param name="folder">The folder for the stores.</param>
/// <param name="seed">The seed of the times and fault points.</param>
public sealed class Kills(string folder, int seed)
{
    private const string Trial = "kills";
    private const string AtRandom = "at random";
    private const int KillsOfAStore = 20;
    private const int AtOnce = 4;

    // Four kills at random times for every fifteen at fault points.
    private static readonly string[] Causes = [.. FaultPoints.All.Chunk(4).SelectMany(some => some.Prepend(AtRandom))];

    private readonly object gate = new();
    private readonly SortedDictionary<string, long> byCause = [];
    private long acknowledged;
    private long points;

    public void Run(int kills, Figures figures)
    {
        for (int first = 0; first < kills; first += KillsOfAStore)
        {
            string store = Path.Combine(folder, FormattableString.Invariant($"kills {first}"));
            KillAll(store, first, Math.Min(kills, first + KillsOfAStore));
            foreach (string made in Directory.GetDirectories(folder, Path.GetFileName(store) + "*")) Directory.Delete(made, recursive: true);
        }

        figures.Add(Trial, "kills survived", byCause.Values.Sum());
        figures.Add(Trial, "of these, at random times", byCause.GetValueOrDefault(AtRandom));
        figures.Add(Trial, "named fault points", byCause.Keys.Count(c => c != AtRandom));
        figures.Add(Trial, "acknowledged writes, all found", acknowledged);
        figures.Add(Trial, "points in these writes", points);
    }

    private void KillAll(string store, int from, int to)
    {
        try
        {
            Parallel.For(from, to, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, i => Kill(store, i));
        }
        catch (AggregateException e)
        {
            throw e.InnerExceptions[0];
        }
    }

    private void Kill(string store, int number)
    {
        string cause = Causes[number % Causes.Length];
        var random = new Random(seed + number);
        try
        {
            switch (cause)
            {
                case FaultPoints.StoreDrafted: KillCreator(FormattableString.Invariant($"{store} made {number}")); break;
                case FaultPoints.Migrating: KillMigrator(FormattableString.Invariant($"{store} migrated {number}"), random.Next(1, 3)); break;
                default: KillWorkload(store, number, cause, random); break;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new TrialException($"Kill {number}, {cause}, of seed {seed}: {e}");
        }

        lock (gate) byCause[cause] = byCause.GetValueOrDefault(cause) + 1;
    }

    private static void KillCreator(string path)
    {
        using (WorkerProcess worker = WorkerProcess.Start())
        {
            worker.Ask("kill at", FaultPoints.StoreDrafted, "1");
            worker.Send("open", path);
            AwaitExit(worker);
        }

        if (File.Exists(Path.Combine(path, "tracker.db"))) throw new TrialException("The store exists already.");
        using IExperimentStore store = StoreIntegrity.Open(path);
        StoreIntegrity.Check(store);
        string? leftover = Directory.EnumerateFiles(path).FirstOrDefault(f => f.Contains(".new", StringComparison.Ordinal));
        if (leftover is not null) throw new TrialException($"{leftover} was left behind.");
    }

    private static void KillMigrator(string path, int step)
    {
        using (IExperimentStore store = StoreIntegrity.Open(path)) RunFactory.Create(store, new RunRequest { Experiment = "kept" });
        using (WorkerProcess worker = WorkerProcess.Start())
        {
            worker.Ask("kill at", FaultPoints.Migrating, FormattableString.Invariant($"{step}"));
            worker.Send("migrate", path);
            AwaitExit(worker);
        }

        StoreIntegrity.CheckFile(Path.Combine(path, "tracker.db"));
        if (NextSchema.Open(path) is var found && found != NextSchema.Expected) throw new TrialException($"The schema is {found} and not {NextSchema.Expected}.");
    }

    private void KillWorkload(string path, int number, string cause, Random random)
    {
        var witness = new KillWitness();
        using (WorkerProcess worker = WorkerProcess.Start())
        {
            int most = cause is FaultPoints.BeforeCommit or FaultPoints.AfterCommit ? 60 : 3;
            if (cause != AtRandom) worker.Ask("kill at", cause, FormattableString.Invariant($"{random.Next(1, most)}"));
            worker.Send("open", path);
            worker.Send("work", FormattableString.Invariant($"{seed + number}"), "20");
            Task? kill = cause != AtRandom ? null : Task.Run(() =>
            {
                Thread.Sleep(random.Next(200, 900));
                worker.Kill();
            });
            AwaitExit(worker, witness);
            kill?.Wait();
        }

        using IExperimentStore store = StoreIntegrity.Open(path);
        store.Runs.KillOrphanedRuns(CancellationToken.None); // when the store is opened, this check is skipped if other processes keep the write lock for long
        witness.Check(store);
        StoreIntegrity.Check(store);
        Interlocked.Add(ref acknowledged, witness.Count);
        Interlocked.Add(ref points, witness.Points);
    }

    private static void AwaitExit(WorkerProcess worker, KillWitness? witness = null)
    {
        while (worker.NextAnswer() is { } answer)
        {
            if (!answer.StartsWith("ok\t", StringComparison.Ordinal)) throw new TrialException($"The worker answered {answer}");
            if (answer == "ok\tall") throw new TrialException("The worker was not killed.");
            witness?.Add(answer[3..]);
        }
    }
}
