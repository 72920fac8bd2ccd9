using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-Dataset</c> parameter takes: a dataset; or a text: an id or a name.</summary>
public sealed class DatasetIdentity : RecordIdentity<Dataset>
{
    /// <summary>Names a dataset by a text.</summary>
    public DatasetIdentity(string text) : base(text) { }

    /// <summary>Names a dataset by its object.</summary>
    public DatasetIdentity(Dataset dataset) : base(dataset, dataset.Id) { }

    /// <summary>Names a dataset by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public DatasetIdentity(PSObject foreign) : base(foreign, RecordType.Dataset) { }

    internal override string IdOf(Dataset record) => record.Id;

    private protected override string NameOf(Dataset record) => record.Name;

    private protected override IEnumerable<Dataset> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Datasets.Query(new() { Ids = query.Ids, NamePrefix = query.NamePrefix }, cancellation);

    private protected override Dataset? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.TryFindDataset(store, Text, cancellation);

    private protected override TrackerException NotFound() => DatasetErrors.NotFound(Text);
}
