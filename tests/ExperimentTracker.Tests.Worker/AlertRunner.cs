using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Worker;

/// <summary>A worker that watches a store for its alerts, as Watch-ExperimentStore does.</summary>
public static class AlertRunner
{
    // Tests do not wait a minute for what a killed watcher had taken.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    /// <summary>Watches, and acknowledges the message of each event; once, or until the process is killed.</summary>
    /// <returns>The number of events.</returns>
    public static string Watch(IExperimentStore store, bool once, Action<string> acknowledge)
    {
        var options = new AlertSenderOptions { Secret = reference => Environment.GetEnvironmentVariable(reference.Name) is { } text ? new SecretValue(text) : null };
        using var sender = new AlertSender(options, store.Time);
        int told = 0;
        foreach (RunAlertEvent one in new AlertWatcher(store, sender, (_, _) => false, runsScripts: false, _ => { }, Lease).Watch(once, null, CancellationToken.None))
        {
            told++;
            acknowledge(one.Message);
        }

        return told.ToString(CultureInfo.InvariantCulture);
    }
}
