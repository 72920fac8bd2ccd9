namespace ExperimentTracker.Session;

/// <summary>
/// The run that the points of a pipeline go to, and its store, found once for each run and again when the session's runs change: looking at the
/// call stack for each of a million points takes longer than writing them.
/// </summary>
/// <param name="memory">The session.</param>
/// <param name="find">Finds a run by what names it; <see langword="null"/> for the current one.</param>
internal sealed class RunTargets(SessionMemory memory, Func<object?, RecordSource?, RunTarget?> find)
{
    private readonly Dictionary<(object Run, RecordSource? From), RunTarget?> known = [];
    private RunTarget? current;
    private bool knowsCurrent;
    private int version = -1;

    /// <returns>The target, or <see langword="null"/> when it is not to be written to.</returns>
    /// <param name="run">What names the run; <see langword="null"/> for the current one.</param>
    /// <param name="from">The source of the record that named it, if one did.</param>
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
/// <param name="Id">Its id.</param>
/// <param name="Store">The store it is in.</param>
internal sealed record RunTarget(string Id, IExperimentStore Store);
