using System.Management.Automation.Runspaces;

namespace ExperimentTracker.Dashboards;

/// <summary>The dashboards of this process. Each ends with the session that started it.</summary>
internal static class OpenDashboards
{
    private static readonly List<ExperimentDashboard> Open = [];

    static OpenDashboards() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => StopWhere(_ => true);

    /// <summary>The dashboards, the oldest first.</summary>
    public static IReadOnlyList<ExperimentDashboard> All
    {
        get
        {
            lock (Open) return [.. Open];
        }
    }

    /// <summary>Adds a dashboard that was started.</summary>
    public static void Add(ExperimentDashboard dashboard)
    {
        lock (Open)
        {
            bool isFirst = Open.TrueForAll(other => other.Session != dashboard.Session);
            Open.Add(dashboard);
            if (isFirst) dashboard.Session.StateChanged += OnStateChanged;
        }
    }

    /// <summary>Stops a dashboard.</summary>
    public static void Stop(ExperimentDashboard dashboard) => StopWhere(other => other == dashboard);

    private static void OnStateChanged(object? sender, RunspaceStateEventArgs e)
    {
        if (e.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken) StopWhere(dashboard => dashboard.Session == sender);
    }

    private static void StopWhere(Predicate<ExperimentDashboard> isStopping)
    {
        List<ExperimentDashboard> stopping;
        lock (Open)
        {
            stopping = Open.FindAll(isStopping);
            Open.RemoveAll(isStopping);
            foreach (ExperimentDashboard dashboard in stopping)
                if (Open.TrueForAll(other => other.Session != dashboard.Session)) dashboard.Session.StateChanged -= OnStateChanged;
        }

        stopping.ForEach(dashboard => dashboard.Stop());
    }
}
