using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Removes runs that have ended. They can be restored until a garbage collection.</summary>
[Cmdlet(VerbsCommon.Remove, "Run", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveRunCommand : RemoveRecordCommand<RunIdentity, Run>
{
    /// <summary>The runs: names with wildcards, ids, paths or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Run { get; set; } = [];

    /// <summary>Also removes their child runs.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    private protected override RunIdentity[] Identities => Run;

    private protected override string Title(Run found) => $"{base.Title(found)} '{found.Name}'";

    private protected override IEnumerable<string> Below(IExperimentStore store, Run found) =>
        Recurse ? store.Runs.Query(new() { ParentRunId = found.Id, Descendants = true }, Cancellation).Select(r => r.Id) : [];

    private protected override string Weight(IExperimentStore store, Run found, string[] ids) => $" ({store.Runs.EstimateRemoval(ids, Cancellation)})";

    private protected override void Remove(IExperimentStore store, string[] ids) => store.Runs.Remove(ids, Cancellation);
}
