using System.Management.Automation;
using ExperimentTracker.Contracts.Runs;

namespace ExperimentTracker.Filters;

/// <summary>Which of the runs that a store gives are given on: those the filter's block holds for, some left out, at most so many.</summary>
internal sealed class RunSelection(ScriptBlock? filter, int skip, int? first, Action<ErrorRecord> report) : IDisposable
{
    private readonly FilterPipeline? pipeline = filter is null ? null : new FilterPipeline(filter, report);
    private int left = first ?? int.MaxValue;
    private int skipped;

    /// <summary>Has the store read no more than what the filter may hold for.</summary>
    /// <exception cref="TrackerException"><c>FilterNotSupported</c> or <c>FilterUnknownProperty</c>.</exception>
    public RunQuery Narrow(RunQuery query, SessionState session) => filter is null
        ? query with { First = first is { } most ? (int)Math.Min(int.MaxValue, (long)most + skip) : null }
        : query with { Filter = FilterReader.Read(filter, session) };

    /// <summary>Chooses among runs, as they come.</summary>
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
