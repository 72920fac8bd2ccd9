using System.Management.Automation.Runspaces;

namespace ExperimentTracker.Mirrors;

/// <summary>The mirrors of this process. Each ends with the session that started it.</summary>
internal static class OpenMirrors
{
    // The end of a session or a process should not wait for a server that is gone.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private static readonly List<ExperimentMirror> Open = [];

    static OpenMirrors() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => EndWhere(_ => true);

    /// <summary>The mirrors, the oldest first.</summary>
    public static IReadOnlyList<ExperimentMirror> All
    {
        get
        {
            lock (Open) return [.. Open];
        }
    }

    /// <summary>Adds a mirror that was started.</summary>
    public static void Add(ExperimentMirror mirror)
    {
        lock (Open)
        {
            if (Open.TrueForAll(other => other.Session != mirror.Session)) mirror.Session.StateChanged += OnStateChanged;
            Open.Add(mirror);
        }
    }

    /// <summary>Ends a mirror.</summary>
    /// <returns>Whether everything was sent; also if it had ended before.</returns>
    public static bool End(ExperimentMirror mirror, TimeSpan longest)
    {
        lock (Open)
        {
            if (!Open.Remove(mirror)) return true;
            if (Open.TrueForAll(other => other.Session != mirror.Session)) mirror.Session.StateChanged -= OnStateChanged;
        }

        return mirror.End(longest);
    }

    private static void OnStateChanged(object? sender, RunspaceStateEventArgs e)
    {
        if (e.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken) EndWhere(mirror => mirror.Session == sender);
    }

    private static void EndWhere(Func<ExperimentMirror, bool> isEnding)
    {
        foreach (ExperimentMirror mirror in All.Where(isEnding)) End(mirror, LongestEnd);
    }
}
