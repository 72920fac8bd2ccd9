using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Sessions;

/// <summary>
/// Determines which run becomes the parent of a new run for which none is given, and reports what is not obvious. Each run is reported once.
/// </summary>
internal static class ParentChoice
{
    /// <summary>Returns the parent: the current run, unless it is in another store or what started it has ended.</summary>
    /// <param name="session">The session.</param>
    /// <param name="given">The source store of the input records, if there are any.</param>
    /// <param name="line">The number of the command line that starts the new run.</param>
    /// <param name="report">Writes a message.</param>
    public static CurrentRun? Of(SessionMemory session, IExperimentStore? given, long line, Action<string> report)
    {
        foreach (CurrentRun run in session.Open)
        {
            if (IsLeftOpen(run, line))
            {
                if (run.TryClaimMention())
                {
                    report($"Run {run.Path} was left open by an earlier command line, so the new run does not become its child. " +
                        $"Stop-Run {run.RunId} ends it.");
                }

                continue;
            }

            if ((given ?? session.Connected) is not { } used || run.IsIn(used)) return run;
            if (given is null && run.TryClaimMention())
            {
                report($"Run {run.Path} is current in the store {run.StorePath}. The new run is in the connected store {used.Path}, and does not become its child.");
            }

            return null;
        }

        return null;
    }

    /// <summary>Reports a parent that was not given and that is not obvious, or a parent that is not known here.</summary>
    /// <param name="created">The new run.</param>
    /// <param name="parent">The current run that became the parent, if one did.</param>
    /// <param name="session">The session.</param>
    /// <param name="line">The number of the command line that starts the new run.</param>
    /// <param name="report">Writes a message.</param>
    public static void Report(Run created, CurrentRun? parent, SessionMemory session, long line, Action<string> report)
    {
        if (parent is not null)
        {
            string? whose = parent.ExperimentId != created.ExperimentId ? ", of another experiment"
                : parent.IsOfEarlierLine(line) ? ", which an earlier command line started"
                : null;
            if (whose is not null && parent.TryClaimMention()) report($"Run {created.Path} becomes a child of the current run {parent.Path}{whose}.");
        }
        else if (created.ParentRunId is null && session.CurrentOutside is { } outside && outside.TryClaimMention())
        {
            report($"Run {created.Path} has no parent: run {outside.Path} is current in another runspace, and ForEach-Object -Parallel does not pass it on. " +
                "Pass it with -ParentRun $using:run; the new runs then belong to its experiment too.");
        }
    }

    // A function or script that an earlier command line called cannot end the run any more. A run that was started on the command line itself can be
    // the parent of runs on the next lines, as in a sweep at the prompt.
    private static bool IsLeftOpen(CurrentRun run, long line) => run.IsOfEarlierLine(line) && !run.IsTyped;
}
