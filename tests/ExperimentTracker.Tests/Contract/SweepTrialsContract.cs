using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Sweeps;

namespace ExperimentTracker.Tests.Contract;

public abstract class SweepTrialsContract(StoreUnderTest store) : StoreContract(store)
{
    private static readonly RunRequest Request = new() { Origin = RunOrigins.Capture("/") };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Workers_that_read_what_changed_know_what_one_that_reads_all_knows(int seed)
    {
        Run sweep = NewSweep(40);
        var random = new Random(seed);
        SweepTrials[] workers = [.. Enumerable.Range(0, 3).Select(_ => new SweepTrials(Store, sweep))];
        foreach (SweepTrials worker in workers) worker.Read(None);
        var running = new List<Run>();
        var ended = new List<Run>();
        for (int turn = 0; turn < 200; turn++)
        {
            SweepTrials worker = workers[random.Next(workers.Length)];
            if (random.Next(3) > 0 || running.Count == 0)
            {
                worker.Read(None);
                AssertKnows(sweep, worker);
                if (worker.TryTake(Request, None) is { } taken) running.Add(taken);
            }
            else
            {
                Run trial = running[random.Next(running.Count)];
                running.Remove(trial);
                bool isStopped = random.Next(4) == 0;
                if (isStopped) Store.Tags.Set(RecordType.Run, trial.Id, new([new(SweepTrials.InterruptedTag, null)]), None);
                ended.Add(End(trial, isStopped ? RunStatus.Cancelled : (RunStatus)random.Next((int)RunStatus.Succeeded, (int)RunStatus.Killed + 1)));
            }
        }

        foreach (Run trial in running) End(trial, RunStatus.Succeeded);
        foreach (SweepTrials worker in workers)
        {
            while (!worker.IsOver)
            {
                worker.Read(None);
                if (worker.TryTake(Request, None) is { } taken) End(taken, RunStatus.Succeeded);
            }

            AssertKnows(sweep, worker);
        }

        // Each trial has one last attempt that ended with a result, or three without.
        Assert.Equal(
            Enumerable.Range(1, 40),
            Store.Runs.Query(new() { ParentRunId = sweep.Id }, None).GroupBy(run => run.Name)
                .Where(trial => trial.Count(run => !IsRepeated(run)) == 1 || trial.Count(IsRepeated) == 3)
                .Select(trial => int.Parse(trial.Key["trial-".Length..], System.Globalization.CultureInfo.InvariantCulture)).Order());
    }

    [Fact]
    public void Taking_a_trial_reads_as_few_runs_after_many_trials_as_after_few()
    {
        Run sweep = NewSweep(120);
        (IExperimentStore counted, CountedReads reads) = CountedReads.Of(Store);
        var worker = new SweepTrials(counted, sweep);
        var read = new List<int>();
        for (int i = 0; i < 100; i++)
        {
            int before = reads.Runs;
            End(worker.TakeNext(Request, () => { }, None)!, RunStatus.Succeeded);
            read.Add(reads.Runs - before);
        }

        Assert.Equal(read[10], read[99]);

        // A worker that comes late reads each once.
        var late = new SweepTrials(counted, sweep);
        int atFirst = reads.Runs;
        late.Read(None);
        Assert.Equal(100 + 1, reads.Runs - atFirst);
    }

    [Fact]
    public void A_worker_that_was_busy_for_long_finds_the_next_free_trial()
    {
        Run sweep = NewSweep(100);
        var slow = new SweepTrials(Store, sweep);
        Run first = slow.TakeNext(Request, () => { }, None)!;
        var other = new SweepTrials(Store, sweep);
        for (int i = 1; i < 80; i++) End(other.TakeNext(Request, () => { }, None)!, RunStatus.Succeeded);
        End(first, RunStatus.Succeeded);
        Assert.Equal("trial-81", slow.TakeNext(Request, () => { }, None)!.Name);
        Assert.Equal(80, slow.State.Ended);
    }

    [Fact]
    public void A_trial_that_is_resumed_keeps_the_sweep_open_and_a_removed_one_does_not()
    {
        Run sweep = NewSweep(2);
        var worker = new SweepTrials(Store, sweep);
        worker.Read(None);
        Run first = End(worker.TryTake(Request, None)!, RunStatus.Failed);
        Run second = worker.TryTake(Request, None)!;
        worker.Read(None);
        Store.Runs.ChangeStatus(new() { RunId = first.Id, To = RunStatus.Running, Resuming = true }, None);
        End(second, RunStatus.Succeeded);
        worker.Read(None);
        Assert.False(worker.IsOver);
        End(first, RunStatus.Killed);
        Store.Runs.Remove([first.Id], None);
        worker.Read(None);
        Assert.True(worker.IsOver);
    }

    private Run NewSweep(int count)
    {
        var definition = new SweepDefinition { Strategy = SweepStrategy.Random, Count = count, Space = [new("x", new SweepRange { Minimum = 0, Maximum = 1 })] };
        return RunFactory.Create(Store, new() { Experiment = "E", Parameters = new([new(SweepDefinition.ParameterName, definition.ToValues())]) });
    }

    private Run End(Run run, RunStatus status) => Store.Runs.ChangeStatus(new() { RunId = run.Id, To = status }, None);

    private static bool IsRepeated(Run run) => run.Status == RunStatus.Killed || run.Tags.Contains(SweepTrials.InterruptedTag);

    private void AssertKnows(Run sweep, SweepTrials worker)
    {
        var all = new SweepTrials(Store, sweep);
        all.Read(None);
        Assert.Equal(all.State.Runs.Select(run => (run.Id, run.Status)), worker.State.Runs.Select(run => (run.Id, run.Status)));
        Assert.Equal((all.State.Total, all.IsOver), (worker.State.Total, worker.IsOver));
    }
}
