using System.Text.RegularExpressions;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Services;

/// <summary>Which entries of logs somebody wants to see; every condition that is set must hold.</summary>
public sealed record RunLogFilter
{
    /// <summary>Of these streams only, in any case.</summary>
    public IReadOnlyCollection<string>? Streams { get; init; }

    /// <summary>With this text in the line, in any case.</summary>
    public string? Contains { get; init; }

    /// <summary>With a line that matches.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>Logged at this moment or later, in UTC ticks.</summary>
    public long? Since { get; init; }

    /// <summary>Logged at this moment or earlier, in UTC ticks.</summary>
    public long? Until { get; init; }

    /// <summary>The most entries of a run to give, from the end; <see langword="null"/> for all.</summary>
    public int? Tail { get; init; }

    /// <summary>The entries of a run's log that fit, in the order they were written.</summary>
    public IEnumerable<RunLog> Read(IExperimentStore store, string runId, CancellationToken cancellation)
    {
        var query = new RunLogQuery { RunId = runId, Streams = Streams, Since = Since, Until = Until, NewestFirst = Tail is not null };
        IEnumerable<RunLog> fitting = store.Logs.Query(query, cancellation).Where(Fits);
        return Tail is { } most ? fitting.Take(most).Reverse() : fitting;
    }

    /// <summary>Whether an entry fits in all but <see cref="Tail"/>.</summary>
    internal bool Fits(RunLog log) =>
        (Streams is null || (log.Stream is { } stream && Streams.Any(s => Names.Fold(s) == Names.Fold(stream))))
        && (Contains is null || log.ToString().Contains(Contains, StringComparison.OrdinalIgnoreCase))
        && Pattern?.IsMatch(log.ToString()) is not false
        && !(UtcTicks.From(log.LoggedAt) < Since) && !(UtcTicks.From(log.LoggedAt) > Until);
}
