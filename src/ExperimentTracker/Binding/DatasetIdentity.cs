using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>The value of a <c>-Dataset</c> parameter: a dataset, or a string that is its id or name.</summary>
public sealed class DatasetIdentity : RecordIdentity<Dataset>
{
    /// <summary>Identifies a dataset by a string.</summary>
    public DatasetIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public DatasetIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies a dataset by its record.</summary>
    public DatasetIdentity(Dataset dataset) : base(dataset, dataset.Id) { }

    /// <summary>Identifies the dataset that is an input of a run.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public DatasetIdentity(RunInput input) : base(input, ForeignRecord.IdIn(input, RecordType.Dataset)) { }

    /// <summary>Identifies a dataset by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public DatasetIdentity(PSObject foreign) : base(foreign, RecordType.Dataset) { }

    internal override string IdOf(Dataset record) => record.Id;

    private protected override string NameOf(Dataset record) => record.Name;

    private protected override IEnumerable<Dataset> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Datasets.Query(new() { Ids = query.Ids, NamePrefix = query.NamePrefix }, cancellation);

    private protected override Dataset? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.TryFindDataset(store, Text, cancellation);

    private protected override TrackerException NotFound() => DatasetErrors.NotFound(Text);
}
