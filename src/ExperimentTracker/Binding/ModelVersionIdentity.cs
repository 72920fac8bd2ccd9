using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What a <c>-ModelVersion</c> parameter takes: a version; or a text: an id, <c>model/3</c> or <c>model/alias</c>.</summary>
public sealed class ModelVersionIdentity : RecordIdentity<ModelVersion>
{
    /// <summary>Names a version by a text.</summary>
    public ModelVersionIdentity(string text) : base(text) { }

    /// <summary>Names a version by its object.</summary>
    public ModelVersionIdentity(ModelVersion version) : base(version, version.Id) { }

    /// <summary>Names a version by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ModelVersionIdentity(PSObject foreign) : base(foreign, RecordType.ModelVersion) { }

    /// <summary>Finds the one version: wildcards are none here, and a version has no name to match.</summary>
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
