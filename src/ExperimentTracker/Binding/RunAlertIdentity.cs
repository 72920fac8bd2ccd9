using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>The value of an <c>-Alert</c> parameter: an alert, one of its events, or a string that is an id or a name.</summary>
public sealed class RunAlertIdentity : RecordIdentity<RunAlert>
{
    /// <summary>Identifies an alert by a string.</summary>
    public RunAlertIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public RunAlertIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies an alert by its record.</summary>
    public RunAlertIdentity(RunAlert alert) : base(alert, alert.Id) { }

    /// <summary>Identifies the alert that has fired.</summary>
    public RunAlertIdentity(RunAlertEvent fired) : base(fired, fired.AlertId) { }

    /// <summary>Identifies an alert by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public RunAlertIdentity(PSObject foreign) : base(foreign, RecordType.RunAlert) { }

    internal override string IdOf(RunAlert record) => record.Id;

    private protected override string NameOf(RunAlert record) => record.Name;

    // There are few alerts, so they are read at once.
    private protected override IEnumerable<RunAlert> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Alerts.List(cancellation).Where(alert => query.Ids?.Contains(alert.Id) is not false);

    private protected override RunAlert? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation)
    {
        string fold = Names.Fold(Text);
        return store.Alerts.List(cancellation).FirstOrDefault(alert => alert.Id == Text || Names.Fold(alert.Name) == fold);
    }

    private protected override TrackerException NotFound() => AlertErrors.NotFound(Text);
}
