using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Restores removed trials; their runs belong to them again.</summary>
[Cmdlet(VerbsData.Restore, "Trial", SupportsShouldProcess = true)]
[OutputType(typeof(Trial))]
public sealed class RestoreTrialCommand : RestoreRecordCommand<TrialIdentity, Trial>
{
    /// <summary>The trials: names with wildcards, ids, <c>experiment/trial</c> or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TrialCompleter))]
    public TrialIdentity[] Trial { get; set; } = [];

    private protected override TrialIdentity[] Identities => Trial;

    private protected override IRemovable RecordsOf(IExperimentStore store) => store.Trials;
}
