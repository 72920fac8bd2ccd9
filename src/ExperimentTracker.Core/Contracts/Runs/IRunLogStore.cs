namespace ExperimentTracker.Contracts.Runs;

/// <summary>Logs of runs in a store.</summary>
public interface IRunLogStore
{
    /// <summary>Adds lines and log files to runs in any status.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c>, <c>RecordRemoved</c>, <c>RunLogIdExists</c> or <c>InvalidId</c>.</exception>
    IReadOnlyList<RunLog> Add(IReadOnlyList<RunLogDraft> drafts, CancellationToken cancellation);

    /// <summary>Returns the log of a run. Entries are read in pages; no transaction stays open between them.</summary>
    IEnumerable<RunLog> Query(RunLogQuery query, CancellationToken cancellation);

    /// <summary>Returns the number of entries of a run's log.</summary>
    long Count(string runId, CancellationToken cancellation);

    /// <summary>Returns the log of a run, in the order it was written.</summary>
    /// <param name="runId">The id of the run.</param>
    /// <param name="streams">Only entries of these streams, ignoring case; <see langword="null"/> for all.</param>
    /// <param name="last">The maximum number of entries, counted from the end; <see langword="null"/> for all.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    IReadOnlyList<RunLog> List(string runId, IReadOnlyCollection<string>? streams, int? last, CancellationToken cancellation)
    {
        var query = new RunLogQuery { RunId = runId, Streams = streams, NewestFirst = last is not null };
        return last is { } most ? [.. Query(query, cancellation).Take(most).Reverse()] : [.. Query(query, cancellation)];
    }
}
