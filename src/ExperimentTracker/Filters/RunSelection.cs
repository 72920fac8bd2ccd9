using System.Management.Automation;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Filters;

/// <summary>Selects from the runs that a store returns: those for which the filter is true, without skipped ones, up to a maximum number.</summary>
internal sealed class RunSelection(ScriptBlock? filter, int skip, int? first, Action<ErrorRecord> report) : IDisposable
{
    private readonly FilterPipeline? pipeline = filter is null ? null : new FilterPipeline(filter, report);
    private int left = first ?? int.MaxValue;
    private int skipped;

    /// <summary>Narrows the query to runs for which the filter may be true.</summary>
    /// <exception cref="TrackerException"><c>FilterNotSupported</c> or <c>FilterUnknownProperty</c>.</exception>
    public RunQuery Narrow(RunQuery query, SessionState session) => filter is null
        ? query with { First = first is { } most ? (int)Math.Min(int.MaxValue, (long)most + skip) : null }
        : query with { Filter = FilterReader.Read(filter, session) };

    /// <summary>Selects runs as they are read.</summary>
    public IEnumerable<Run> Of(IEnumerable<Run> runs)
    {
        if (left == 0) yield break;
        foreach (Run run in runs)
        {
            if (pipeline is not null && !pipeline.Holds(run)) continue;
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
