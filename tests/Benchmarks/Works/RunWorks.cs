using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Series;
using ExperimentTracker.Values;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>Runs from start to end.</summary>
internal static class RunWorks
{
    public static IEnumerable<Row> Run(Paired paired)
    {
        using var lab = new Lab();
        var parameters = new NamedValues(new Dictionary<string, object?> { ["a"] = 1L, ["b"] = 2.0, ["c"] = "x", ["d"] = true, ["e"] = 3L });
        const int runs = 200;
        Row row = paired.Measure("start and complete a run, 5 parameters, 5 metrics", "run", runs, () =>
        {
            for (int i = 0; i < runs; i++)
            {
                Run run = lab.Store.Runs.Create([new RunDraft { ExperimentId = lab.Experiment.Id, Start = true, Parameters = parameters }], default)[0];
                lab.Store.Metrics.Append(
                    [.. Enumerable.Range(0, 5).Select(k => new SeriesAppend { RunId = run.Id, Key = $"m{k}", Values = new[] { 0.5 }, Ticks = new[] { UtcTicks.Now(lab.Store.Time) } })], default);
                lab.Store.Runs.ChangeStatus(new() { RunId = run.Id, To = RunStatus.Succeeded }, default);
            }
        });
        yield return row with { Budget = 1000 };
    }
}
