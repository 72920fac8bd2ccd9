using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;

namespace ExperimentTracker.Binding;

/// <summary>The value of a <c>-ModelVersion</c> parameter: a version, or a string that is an id, <c>model/3</c> or <c>model/alias</c>.</summary>
public sealed class ModelVersionIdentity : RecordIdentity<ModelVersion>
{
    /// <summary>Identifies a version by a string.</summary>
    public ModelVersionIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public ModelVersionIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies a version by its record.</summary>
    public ModelVersionIdentity(ModelVersion version) : base(version, version.Id) { }

    /// <summary>Identifies the version that is an input of a run.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public ModelVersionIdentity(RunInput input) : base(input, ForeignRecord.IdIn(input, RecordType.ModelVersion)) { }

    /// <summary>Identifies the version whose stage changed.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public ModelVersionIdentity(StageChange change) : base(change, ForeignRecord.IdIn(change, RecordType.ModelVersion)) { }

    /// <summary>Identifies the version that has a tag.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public ModelVersionIdentity(ExperimentTag tag) : base(tag, ForeignRecord.IdIn(tag, RecordType.ModelVersion)) { }

    /// <summary>Identifies a version by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public ModelVersionIdentity(PSObject foreign) : base(foreign, RecordType.ModelVersion) { }

    /// <summary>Finds the version. Wildcards are not supported, because versions have no names.</summary>
    public override IEnumerable<ModelVersion> FindAll(
        IExperimentStore store, CancellationToken cancellation, string? parentId = null, RemovedFilter removed = RemovedFilter.Live) =>
        [Find(store, cancellation, parentId, removed)];

    internal override string IdOf(ModelVersion record) => record.Id;

    private protected override string NameOf(ModelVersion record) => record.Path;

    private protected override IEnumerable<ModelVersion> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation) =>
        store.Models.Versions(new() { Ids = query.Ids, Removed = query.Removed }, cancellation);

    private protected override ModelVersion? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation) =>
        Identities.FindModelVersion(store, Text, cancellation);

    private protected override TrackerException NotFound() => ModelErrors.VersionNotFound(Text);
}
