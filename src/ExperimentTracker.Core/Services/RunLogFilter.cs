using System.Text.RegularExpressions;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>A filter for log entries. All conditions that are set must be true.</summary>
public sealed record RunLogFilter
{
    /// <summary>Only entries of these streams, ignoring case.</summary>
    public IReadOnlyCollection<string>? Streams { get; init; }

    /// <summary>Only lines that contain this text, ignoring case.</summary>
    public string? Contains { get; init; }

    /// <summary>Only lines that match this pattern.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>Only entries logged at or after this time, in UTC ticks.</summary>
    public long? Since { get; init; }

    /// <summary>Only entries logged at or before this time, in UTC ticks.</summary>
    public long? Until { get; init; }

    /// <summary>The maximum number of entries per run, counted from the end; <see langword="null"/> for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Returns the matching entries of a run's log, in the order they were written.</summary>
    public IEnumerable<RunLog> Read(IExperimentStore store, string runId, CancellationToken cancellation)
    {
        var query = new RunLogQuery { RunId = runId, Streams = Streams, Since = Since, Until = Until, NewestFirst = Tail is not null };
        IEnumerable<RunLog> fitting = store.Logs.Query(query, cancellation).Where(Fits);
        return Tail is { } most ? fitting.Take(most).Reverse() : fitting;
    }

    /// <summary>Whether an entry matches all conditions except <see cref="Tail"/>.</summary>
    internal bool Fits(RunLog log) =>
        (Streams is null || (log.Stream is { } stream && Streams.Any(s => Names.Fold(s) == Names.Fold(stream))))
        && (Contains is null || log.ToString().Contains(Contains, StringComparison.OrdinalIgnoreCase))
        && Pattern?.IsMatch(log.ToString()) is not false
        && !(UtcTicks.From(log.LoggedAt) < Since) && !(UtcTicks.From(log.LoggedAt) > Until);
}
