using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Binding;

/// <summary>Identifies an artifact of a run or of its experiment: by the record, or by a string that is its id or its key.</summary>
public sealed class ArtifactIdentity : RecordIdentity
{
    /// <summary>Identifies an artifact by a string.</summary>
    public ArtifactIdentity(string text) : base(text) { }

    /// <summary>Identifies the record by its id.</summary>
    public ArtifactIdentity(Guid id) : base(id.ToString()) { }

    /// <summary>Identifies an artifact by its record.</summary>
    public ArtifactIdentity(Artifact artifact) : base(artifact, artifact.Id) { }

    /// <summary>Identifies the artifact that was checked.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public ArtifactIdentity(ArtifactCheck check) : base(check, ForeignRecord.IdIn(check, RecordType.Artifact)) { }

    /// <summary>Identifies the artifact that is an input of a run.</summary>
    /// <exception cref="PSInvalidCastException">It refers to a record of another kind.</exception>
    public ArtifactIdentity(RunInput input) : base(input, ForeignRecord.IdIn(input, RecordType.Artifact)) { }

    /// <summary>Identifies an artifact by a deserialized record, a row of a CSV file, or a custom object.</summary>
    /// <exception cref="PSInvalidCastException">The object does not identify one.</exception>
    public ArtifactIdentity(PSObject foreign) : base(foreign, RecordType.Artifact) { }

    /// <summary>Finds the artifact: by its id; by its key on the run; by its key on the run's experiment. Of several steps it is the last one, unless there is one without a step.</summary>
    /// <exception cref="TrackerException"><c>ArtifactNotFound</c>, or <c>NoCurrentRun</c> for a key when there is no run.</exception>
    public Artifact Find(IExperimentStore store, Run? run, CancellationToken cancellation)
    {
        if (store.Artifacts.Query(new() { Ids = [Text] }, cancellation).FirstOrDefault() is { } byId) return byId;
        if (IsExact) throw ArtifactErrors.NotFound(Text, "The store has no");
        if (run is null) throw RunErrors.NoCurrentRun();
        string key = Names.Fold(Text);
        return OfOwner(run.Id) ?? OfOwner(run.ExperimentId) ?? throw ArtifactErrors.NotFound(Text, $"Run {run.Path} and its experiment have no");

        Artifact? OfOwner(string owner)
        {
            Artifact[] found = [.. store.Artifacts.Query(new() { OwnerIds = [owner] }, cancellation).Where(a => Names.Fold(a.Key) == key)];
            return found.FirstOrDefault(a => a.Step is null) ?? found.LastOrDefault();
        }
    }
}
