using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage.Postgres;
using ExperimentTracker.Sweeps;
using ExperimentTracker.Tests.Worker;

namespace ExperimentTracker.Tests.Processes;

/// <summary>Several processes that run the trials of a sweep, some of which are killed in the middle of one.</summary>
public abstract class SweepWorkerTests
{
    private const int Workers = 6;
    private const int Killed = 3;

    private static readonly SweepDefinition Sweep = new()
    {
        Strategy = SweepStrategy.Tpe,
        Count = 20,
        Repeat = 3,
        Metric = TrialRunner.Metric,
        Goal = MetricGoal.Minimize,
        Space = [new("x", new SweepRange { Minimum = 0, Maximum = 1 })],
    };

    protected static void SixtyTrialsEndOnceEach(IExperimentStore store, string address, params (string Name, string Value)[] environment)
    {
        Run sweep = RunFactory.Create(store, new() { Experiment = "E", Parameters = new([new(SweepDefinition.ParameterName, Sweep.ToValues())]) });
        WorkerProcess[] workers = [.. Enumerable.Range(0, Workers).Select(_ => WorkerProcess.Start([], environment))];
        try
        {
            foreach (WorkerProcess worker in workers) worker.Send("open", address, "quick");
            foreach (WorkerProcess worker in workers) worker.Result();
            for (int i = 0; i < Killed; i++) workers[i].Send("trials", sweep.Id, $"{i + 1}");
            foreach (WorkerProcess worker in workers[..Killed])
            {
                while (worker.Result() != TrialRunner.Stuck)
                {
                    // The trials before it.
                }
            }

            foreach (WorkerProcess worker in workers[Killed..]) worker.Send("trials", sweep.Id);
            foreach (WorkerProcess worker in workers[..Killed]) worker.Kill();
            foreach (WorkerProcess worker in workers[Killed..])
            {
                while (worker.Result().Length > 2)
                {
                    // The id of each trial, and at the end their number.
                }
            }
        }
        finally
        {
            foreach (WorkerProcess worker in workers) worker.Dispose();
        }

        ILookup<RunStatus, Run> trials = store.Runs.Query(new() { ParentRunId = sweep.Id }, Expect.None).ToLookup(run => run.Status);
        Assert.Equal([RunStatus.Succeeded, RunStatus.Killed], trials.Select(group => group.Key).OrderBy(status => status));
        Assert.Equal((60, Killed), (trials[RunStatus.Succeeded].Count(), trials[RunStatus.Killed].Count()));

        // Twenty sets of parameters, each with the seeds 1 to 3; a trial of a killed process was repeated with its parameters.
        IGrouping<double, Run>[] sets = [.. trials[RunStatus.Succeeded].GroupBy(run => (double)run.Parameters["x"]!)];
        Assert.All(sets, set => Assert.Equal([1, 2, 3], set.Select(run => (long)run.Parameters["seed"]!).Order()));
        Assert.Equal(20, sets.Length);
        Assert.All(trials[RunStatus.Killed], killed => Assert.Single(trials[RunStatus.Succeeded], run => run.ParameterHash == killed.ParameterHash));
        Assert.Equal(RunStatus.Succeeded, store.Runs.Query(new() { Ids = [sweep.Id] }, Expect.None).Single().Status);
    }
}

public sealed class SweepWorkerInAFolderTests : SweepWorkerTests
{
    [Fact]
    public void Sixty_trials_over_six_processes_of_which_three_are_killed_end_once_each()
    {
        using var folder = new TempFolder();
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("store"));
        SixtyTrialsEndOnceEach(store, folder.Sub("store"));
    }
}

[NeedsPostgres]
public sealed class SweepWorkerOnAServerTests : SweepWorkerTests
{
    [Fact]
    public void Sixty_trials_over_six_processes_of_which_three_are_killed_end_once_each()
    {
        PostgresServer server = PostgresServer.Shared;
        string address = server.Address(server.NewDatabase(), PostgresServer.NewSchemaName(), server.Admin);
        using IExperimentStore store = new PostgresEngine().Open(
            StoreAddress.Parse(address), StoreOpening.OrCreate with { Credentials = PostgresSchemas.Admin }, Expect.None);
        SixtyTrialsEndOnceEach(store, address, ("PGPASSFILE", server.PasswordFile));
    }
}
