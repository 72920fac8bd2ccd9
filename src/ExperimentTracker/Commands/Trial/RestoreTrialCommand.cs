using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Brings removed trials back; their runs belong to them again.</summary>
[Cmdlet(VerbsData.Restore, "Trial", SupportsShouldProcess = true)]
[OutputType(typeof(Trial))]
public sealed class RestoreTrialCommand : TrackerCommand
{
    /// <summary>The trials: names with wildcards, ids, <c>experiment/trial</c> or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity[] Trial { get; set; } = [];

    /// <summary>Gives the restored trials back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Trial, identity =>
        ForEach([.. identity.FindAll(ReadStore, Cancellation, removed: RemovedFilter.Removed)], Restore));

    private void Restore(Trial found)
    {
        if (!ShouldProcess($"trial {found.Path}", "Restore")) return;
        ReadStore.Trials.Restore([found.Id], Cancellation);
        if (PassThru) WriteObject(ReadStore.Trials.Query(new() { Ids = [found.Id] }, Cancellation), enumerateCollection: true);
    }
}
