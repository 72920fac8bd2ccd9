using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Filters;

/// <summary>Selects from the runs that a store returns: those for which the condition and the filter are true, without skipped ones, up to a maximum number.</summary>
internal sealed class RunSelection(FilterProgram? filter, Func<Run, bool>? condition, int skip, int? first, Action<TrackerException> report, Action<Run> remember) : IDisposable
{
    private readonly FilterPipeline? pipeline = filter is null ? null : new FilterPipeline(filter.Block, report, remember);
    private int left = first ?? int.MaxValue;
    private int skipped;

    /// <summary>Narrows the query to runs for which the filter may be true.</summary>
    public RunQuery Narrow(RunQuery query) => filter is null && condition is null
        ? query with { First = first is { } most ? (int)Math.Min(int.MaxValue, (long)most + skip) : null }
        : query with { Filter = filter?.Condition };

    /// <summary>Selects runs as they are read.</summary>
    public IEnumerable<Run> Of(IEnumerable<Run> runs)
    {
        if (left == 0) yield break;
        foreach (Run run in runs)
        {
            if (condition?.Invoke(run) is false || pipeline?.Holds(run) is false) continue;
            if (skipped < skip)
            {
                skipped++;
                continue;
            }

            yield return run;
            if (--left == 0) yield break;
        }
    }

    public void Dispose() => pipeline?.Dispose();
}
