namespace ExperimentTracker.Reports;

/// <summary>The number of characters of logs that still fit into a report.</summary>
/// <param name="all">The maximum of all logs together.</param>
/// <param name="perRun">The maximum of the log of one run.</param>
internal sealed class LogBudget(long all, int perRun)
{
    // A line has its time and its stream too.
    private const int PerEntry = 30;

    /// <summary>The number that is left for all logs together.</summary>
    public long Left { get; private set; } = all;

    /// <summary>The budget of a report: the last page of a log of each run, and more when there is only one.</summary>
    /// <param name="runs">The number of runs.</param>
    /// <param name="bytesLeft">The bytes that the curves and tables leave.</param>
    public static LogBudget Of(int runs, long bytesLeft) => new(Math.Min(1_000_000, bytesLeft / 4), runs == 1 ? 500_000 : 16_000);

    /// <summary>Returns the last entries that fit, the oldest first, and subtracts them.</summary>
    /// <param name="newestFirst">The entries, which are read as long as they fit.</param>
    public IReadOnlyList<RunLog> Take(IEnumerable<RunLog> newestFirst)
    {
        long room = Math.Min(Left, perRun);
        var taken = new List<RunLog>();
        foreach (RunLog entry in newestFirst)
        {
            room -= entry.ToString().Length + PerEntry;
            if (room < 0) break;
            Left -= entry.ToString().Length + PerEntry;
            taken.Add(entry);
        }

        taken.Reverse();
        return taken;
    }
}
