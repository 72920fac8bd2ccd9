using System.Collections.Concurrent;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Series;

namespace ExperimentTracker.Tests.Contract;

/// <summary>Several handles of one store at once, as those of several processes.</summary>
public abstract class ManyHandlesContract(StoreUnderTest underTest) : StoreContract(underTest)
{
    private readonly List<IExperimentStore> others = [];

    protected override void DisposeMore() => others.ForEach(other => other.Dispose());

    [Fact]
    public void Sixteen_handles_assign_each_run_number_once_and_omit_none()
    {
        Experiment experiment = Store.NewExperiment();
        InParallel(16, (handle, _) =>
        {
            for (int i = 0; i < 5; i++) handle.Runs.Create([new() { ExperimentId = experiment.Id, Start = true }], None);
        });
        Assert.Equal(Enumerable.Range(0, 80).Select(i => (long)i), Store.Runs.Query(new(), None).Select(r => r.Number).Order());
    }

    [Fact]
    public void Sixteen_handles_add_distributions_to_one_run_and_give_each_step_once()
    {
        Run run = Store.NewRun();
        InParallel(16, (handle, _) =>
        {
            for (int i = 0; i < 5; i++) handle.Distributions.Add([new() { RunId = run.Id, Key = "w", Ticks = 1, Values = BinnedValues.Of([i]) }], None);
        });
        Assert.Equal(Enumerable.Range(0, 80).Select(i => (long)i), Store.Distributions.Query(new() { RunId = run.Id }, None).Select(d => d.Step));
    }

    [Fact]
    public void Sixteen_handles_assign_each_version_of_a_model_once_and_omit_none()
    {
        Run run = Store.NewRun();
        Model model = Store.Models.Create([new() { Name = "M", ProjectId = Store.Projects.Query(new(), None)[0].Id }], None)[0];
        InParallel(16, (handle, _) =>
        {
            for (int i = 0; i < 3; i++) handle.Models.Register([new() { ModelId = model.Id, RunId = run.Id }], None);
        });
        Assert.Equal(Enumerable.Range(1, 48), Store.Models.Versions(new(), None).Select(v => (int)v.Version).Order());
    }

    [Fact]
    public void An_append_that_is_acknowledged_is_part_of_the_run_and_none_follows_its_end()
    {
        Run run = Store.NewRun();
        long acknowledged = 0;
        int refused = 0;
        using var started = new CountdownEvent(8);
        InParallel(9, (handle, number) =>
        {
            if (number == 8)
            {
                started.Wait();
                handle.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, None);
                return;
            }

            for (int i = 0; ; i++)
            {
                try
                {
                    handle.Metrics.Append([new() { RunId = run.Id, Key = $"k{number % 3}", Values = new double[] { i, i + 1 }, Ticks = new long[] { 1 } }], None);
                    Interlocked.Add(ref acknowledged, 2);
                    if (i == 3) started.Signal();
                }
                catch (TrackerException e)
                {
                    Assert.Equal("RunNotOpen", e.ErrorId);
                    Interlocked.Increment(ref refused);
                    return;
                }
            }
        });
        Assert.Equal(8, refused);
        IReadOnlyList<Metric> metrics = Store.Metrics.List([run.Id], None);
        Assert.Equal(acknowledged, metrics.Sum(m => m.Count));

        // Each step of a series is assigned once.
        foreach (Metric metric in metrics)
        {
            long[] steps = [.. Store.Metrics.Read(metric, 0, long.MaxValue, None).Steps];
            Assert.Equal(Enumerable.Range(0, steps.Length).Select(i => (long)i), steps);
        }
    }

    [Fact]
    public void Who_follows_a_log_sees_each_line_once_while_four_handles_write()
    {
        Run run = Store.NewRun();
        var seen = new List<string>();
        InParallel(5, (handle, number) =>
        {
            if (number < 4)
            {
                for (int i = 0; i < 25; i++)
                {
                    int line = i;
                    handle.Logs.Add([.. Enumerable.Range(0, 3).Select(part => new RunLogDraft { RunId = run.Id, Message = $"{number}/{line}/{part}", Ticks = 1 })], None);
                }

                return;
            }

            string? last = null;
            for (int left = 300; left > 0;)
            {
                RunLog[] page = [.. handle.Logs.Query(new() { RunId = run.Id, AfterId = last }, None)];
                seen.AddRange(page.Select(l => l.Message!));
                if (page.Length > 0) last = page[^1].Id;
                left -= page.Length;
            }
        });
        Assert.Equal(300, seen.Distinct().Count());
        Assert.Equal(300, seen.Count);
    }

    [Fact]
    public void Tags_and_parameters_that_handles_set_at_once_are_all_there()
    {
        Run run = Store.NewRun();
        InParallel(8, (handle, number) =>
        {
            for (int i = 0; i < 5; i++)
            {
                handle.Parameters.Add(run.Id, new NamedValues([new($"p{number}-{i}", (long)i)]), None);
                handle.Tags.Set(RecordType.Run, run.Id, new NamedValues([new($"t{i}", $"{number}")]), None);
            }
        });
        Run found = Store.Runs.Query(new() { Ids = [run.Id] }, None).Single();
        Assert.Equal(40, found.Parameters.Count);
        Assert.Equal(5, found.Tags.Count);
    }

    // Each on a thread and a handle of its own.
    private void InParallel(int count, Action<IExperimentStore, int> act)
    {
        var errors = new ConcurrentQueue<Exception>();
        Thread[] threads = [.. Enumerable.Range(0, count).Select(number =>
        {
            IExperimentStore handle = OpenAnother();
            others.Add(handle);
            return new Thread(() =>
            {
                try
                {
                    act(handle, number);
                }
                catch (Exception e)
                {
                    errors.Enqueue(e);
                }
            });
        })];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) Assert.True(thread.Join(TimeSpan.FromSeconds(120)), "A thread still waits.");
        Assert.Empty(errors);
    }
}
