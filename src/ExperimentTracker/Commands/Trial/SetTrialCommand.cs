using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Changes a trial.</summary>
[Cmdlet(VerbsCommon.Set, "Trial", SupportsShouldProcess = true)]
[OutputType(typeof(Trial))]
public sealed class SetTrialCommand : SetConfiguredCommand<TrialIdentity, Trial>
{
    /// <summary>The trial: its name, id, <c>experiment/trial</c> or object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity Trial { get; set; } = null!;

    /// <summary>When it started.</summary>
    [Parameter]
    public DateTime? StartedAt { get; set; }

    private protected override TrialIdentity Identity => Trial;

    private protected override CatalogChange Changes => base.Changes with { StartedAt = StartedAt is { } moment ? UtcTicks.From(moment) : null };

    private protected override Trial Change(IExperimentStore store, string id) => store.Trials.Update(id, Changes, Cancellation);
}
