using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;
using ExperimentTracker.Sessions;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that uses existing artifacts: piped as records, or selected by key on runs and experiments.</summary>
public abstract class ArtifactReadingCommand : TrackerCommand
{
    private protected const string KeySet = "Key";
    private protected const string ExperimentSet = "Experiment";
    private protected const string ObjectSet = "Artifact";

    private readonly MissingNames missing = new();

    /// <summary>Keys, with wildcards. Without it, all.</summary>
    [Parameter(ParameterSetName = KeySet, Position = 0)]
    [Parameter(ParameterSetName = ExperimentSet, Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ArtifactCompleter))]
    public string[]? Key { get; set; }

    /// <summary>Their steps. Without it, all: those without a step first.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = ExperimentSet)]
    [StepTransformation(typeof(long[]), Lowest = 0)]
    public long[]? Step { get; set; }

    /// <summary>The runs that own them: ids, names with wildcards, paths or objects. Without it, the current run.</summary>
    [Parameter(ParameterSetName = KeySet, ValueFromPipeline = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[]? Run { get; set; }

    /// <summary>The experiments that own them, instead of runs.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [Parameter(ParameterSetName = ExperimentSet, Mandatory = true, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[]? Experiment { get; set; }

    /// <summary>The artifacts, as records; or model versions, which refer to one.</summary>
    [Parameter(ParameterSetName = ObjectSet, Mandatory = true, ValueFromPipeline = true)]
    [ArtifactTransformation]
    public Artifact[] Artifact { get; set; } = [];

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        if (ParameterSetName == ObjectSet)
        {
            ForEach(Artifact, artifact =>
            {
                IExperimentStore store = StoreOf(RecordOrigins.Of(artifact)) ?? ReadStore;
                Process(store, artifact.Key is null ? new ArtifactIdentity(artifact).Find(store, null, Cancellation) : artifact);
            });
            return;
        }

        CheckKeys();
        ForEach(Owners(), owner =>
        {
            NamePattern[]? patterns = Wildcards.ParseAll(Key);
            IReadOnlyList<Artifact> artifacts = Using(owner.Store).Artifacts.Query(new() { OwnerIds = [owner.Id], Steps = Step }, Cancellation);
            ForEach(patterns.Select(artifacts, a => a.Key), artifact => Process(owner.Store, artifact));
            missing.Add(owner.Name, Wildcards.Unmatched(Key, artifacts.Select(a => a.Key)));
        });
    }

    /// <inheritdoc/>
    protected sealed override void End()
    {
        Finish();
        ForEach(missing.Errors(ArtifactErrors.NotFound), error => throw error);
    }

    /// <summary>Called once, after the last artifact.</summary>
    private protected virtual void Finish()
    {
    }

    /// <summary>Throws when the given keys are not valid for the cmdlet.</summary>
    private protected virtual void CheckKeys()
    {
    }

    /// <summary>Processes one artifact of a store.</summary>
    private protected abstract void Process(IExperimentStore store, Artifact artifact);

    private List<(IExperimentStore Store, string Id, string Name)> Owners()
    {
        var owners = new List<(IExperimentStore, string, string)>();
        if (Run is null && Experiment is null)
        {
            CurrentRun current = State.Current ?? throw RunErrors.NoCurrentRun();
            return [(Store is null ? current.Store : ReadStore, current.RunId, $"Run {current.Path}")];
        }

        ForEach(Run ?? [], identity =>
        {
            IExperimentStore store = StoreOf(identity);
            owners.AddRange(identity.FindAll(store, Cancellation).Select(r => (store, r.Id, $"Run {r.Path}")));
        });
        ForEach(Experiment ?? [], identity =>
        {
            IExperimentStore store = StoreOf(identity);
            owners.AddRange(identity.FindAll(store, Cancellation).Select(e => (store, e.Id, $"Experiment '{e.Name}'")));
        });
        return owners;
    }
}
