using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Brings removed experiments back.</summary>
[Cmdlet(VerbsData.Restore, "Experiment", SupportsShouldProcess = true)]
[OutputType(typeof(Experiment))]
public sealed class RestoreExperimentCommand : TrackerCommand
{
    /// <summary>The experiments: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[] Experiment { get; set; } = [];

    /// <summary>Gives the restored experiments back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Experiment, identity =>
        ForEach([.. identity.FindAll(ReadStore, Cancellation, removed: RemovedFilter.Removed)], Restore));

    private void Restore(Experiment found)
    {
        if (!ShouldProcess($"experiment '{found.Name}'", "Restore")) return;
        ReadStore.Experiments.Restore([found.Id], Cancellation);
        if (PassThru) WriteObject(ReadStore.Experiments.Query(new() { Ids = [found.Id] }, Cancellation), enumerateCollection: true);
    }
}
