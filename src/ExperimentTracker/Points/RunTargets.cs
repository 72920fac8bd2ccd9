using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Stores;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Points;

/// <summary>
/// The runs that the points of a pipeline are added to, and their stores. They are looked up once per run and again when the session's runs change,
/// because examining the call stack for each of a million points would take longer than writing them.
/// </summary>
/// <param name="memory">The session.</param>
/// <param name="find">Finds a run by its identity; <see langword="null"/> for the current one.</param>
internal sealed class RunTargets(SessionMemory memory, Func<object?, RecordSource?, RunTarget?> find)
{
    private readonly Dictionary<(object Run, RecordSource? From), RunTarget?> known = [];
    private RunTarget? current;
    private bool knowsCurrent;
    private int version = -1;

    /// <returns>The target, or <see langword="null"/> if it must not be written to.</returns>
    /// <param name="run">The identity of the run; <see langword="null"/> for the current one.</param>
    /// <param name="from">The source of the record that identified it, if there was one.</param>
    public RunTarget? Find(object? run, RecordSource? from = null)
    {
        if (memory.Version != version)
        {
            known.Clear();
            knowsCurrent = false;
            version = memory.Version;
        }

        if (run is not null) return known.TryGetValue((run, from), out RunTarget? target) ? target : known[(run, from)] = find(run, from);
        if (!knowsCurrent) (current, knowsCurrent) = (find(null, null), true);
        return current;
    }
}

/// <summary>A run to write to.</summary>
/// <param name="Id">The id of the run.</param>
/// <param name="Store">The store of the run.</param>
internal sealed record RunTarget(string Id, IExperimentStore Store);
