using System.Management.Automation;
using ExperimentTracker.Alerts;
using ExperimentTracker.Binding;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;

namespace ExperimentTracker.Commands;

/// <summary>Watches a store for its alerts, sends what they tell, and returns it, until it is stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "ExperimentStore")]
[OutputType(typeof(RunAlertEvent))]
public sealed class WatchExperimentStoreCommand : TrackerCommand
{
    /// <summary>Watches the alerts of the store.</summary>
    [Parameter(Mandatory = true)]
    public SwitchParameter Alert { get; set; }

    /// <summary>Runs the script blocks that are stored with alerts: their conditions and actions.</summary>
    [Parameter]
    public SwitchParameter AllowScript { get; set; }

    /// <summary>The references that alerts may use, with wildcards, such as env:ALERT_*. Without it, all.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? AllowSecret { get; set; }

    /// <summary>Looks once, sends what is due, and ends.</summary>
    [Parameter]
    public SwitchParameter Once { get; set; }

    /// <summary>How long to watch: a number of seconds, or a duration.</summary>
    [Parameter]
    [IntervalTransformation(typeof(TimeSpan?))]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if (!Alert) throw AlertErrors.Invalid(null, "Watch-ExperimentStore watches the alerts of a store: specify -Alert.");
        if (Timeout < TimeSpan.Zero) throw RunErrors.NegativeTimeout(Timeout.Value);
        if (AllowScript) LanguageModes.RequireFull(SessionState, "A block of an alert", "Leave out -AllowScript.");
        IExperimentStore store = ReadStore;
        if (store.IsReadOnly) throw StoreErrors.ReadOnly(store.Path, "what alerts told is recorded in it");
        using AlertSender sender = SessionSender.Create(this, AllowScript, AllowSecret, RememberSource, store.Time);
        using var blocks = new AlertBlocks(SessionState, (alert, error) => WriteWarning(DisplayText.Text($"Alert '{alert.Name}': {error.Message}")), RememberSource);
        var watcher = new AlertWatcher(store, sender, blocks.Holds, AllowScript, text => WriteWarning(DisplayText.Text(text)));
        foreach (RunAlertEvent told in watcher.Watch(Once, Timeout, Cancellation)) WriteObject(told);
    }
}
