using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes trials. Their runs stay, and belong to the default trial of the experiment until the trial is restored.</summary>
[Cmdlet(VerbsCommon.Remove, "Trial", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveTrialCommand : TrackerCommand
{
    /// <summary>The trials: names with wildcards, ids, <c>experiment/trial</c> or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity[] Trial { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process() => ForEach(Trial, identity => ForEach([.. identity.FindAll(ReadStore, Cancellation)], Remove));

    private void Remove(Trial found)
    {
        if (ShouldProcess($"trial {found.Path} (runs that stay: {found.RunCount})", "Remove")) ReadStore.Trials.Remove([found.Id], Cancellation);
    }
}
