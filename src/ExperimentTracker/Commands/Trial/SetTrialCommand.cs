using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Values;

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

    /// <summary>The start time.</summary>
    [Parameter]
    [TimeTransformation(typeof(DateTime?))]
    public DateTime? StartedAt { get; set; }

    private protected override TrialIdentity Identity => Trial;

    private protected override CatalogChange Changes => base.Changes with { StartedAt = StartedAt is { } time ? UtcTicks.From(time) : null };

    private protected override Trial Change(IExperimentStore store, string id) => store.Trials.Update(id, Changes, Cancellation);
}
