using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Restores removed experiments.</summary>
[Cmdlet(VerbsData.Restore, "Experiment", SupportsShouldProcess = true)]
[OutputType(typeof(Experiment))]
public sealed class RestoreExperimentCommand : RestoreRecordCommand<ExperimentIdentity, Experiment>
{
    /// <summary>The experiments: names with wildcards, ids or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity[] Experiment { get; set; } = [];

    private protected override ExperimentIdentity[] Identities => Experiment;

    private protected override IRemovable RecordsOf(IExperimentStore store) => store.Experiments;
}
