using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>What names an artifact of a run or of its experiment: an artifact; or a text: its id, or its key.</summary>
public sealed class ArtifactIdentity : RecordIdentity
{
    /// <summary>Names an artifact by a text.</summary>
    public ArtifactIdentity(string text) : base(text) { }

    /// <summary>Names an artifact by its object.</summary>
    public ArtifactIdentity(Artifact artifact) : base(artifact, artifact.Id) { }

    /// <summary>Names an artifact by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ArtifactIdentity(PSObject foreign) : base(foreign, RecordType.Artifact) { }

    /// <summary>Finds the one artifact: by its id; by its key on the run; by its key on the run's experiment.</summary>
    /// <exception cref="TrackerException"><c>ArtifactNotFound</c>, or <c>NoCurrentRun</c> when a key is given and no run to look on.</exception>
    public Artifact Find(IExperimentStore store, Run? run, CancellationToken cancellation)
    {
        if (store.Artifacts.Query(new() { Ids = [Text] }, cancellation).FirstOrDefault() is { } byId) return byId;
        if (IsExact) throw ArtifactErrors.NotFound(Text, "The store has no");
        if (run is null) throw RunErrors.NoCurrentRun();
        string key = Names.Fold(Text);
        return OfOwner(run.Id) ?? OfOwner(run.ExperimentId) ?? throw ArtifactErrors.NotFound(Text, $"Run {run.Path} and its experiment have no");

        Artifact? OfOwner(string owner) =>
            store.Artifacts.Query(new() { OwnerIds = [owner] }, cancellation).FirstOrDefault(a => Names.Fold(a.Key) == key);
    }
}
