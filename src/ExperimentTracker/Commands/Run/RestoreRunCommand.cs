using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Commands;

/// <summary>Restores removed runs.</summary>
[Cmdlet(VerbsData.Restore, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class RestoreRunCommand : RestoreRecordCommand<RunIdentity, Run>
{
    /// <summary>The runs: names with wildcards, ids, paths or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Run { get; set; } = [];

    /// <summary>Also restores their removed child runs.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    private protected override RunIdentity[] Identities => Run;

    private protected override string Title(Run found) => $"{base.Title(found)} '{found.Name}'";

    private protected override IEnumerable<string> Below(IExperimentStore store, Run found) =>
        Recurse ? store.Runs.Query(new() { ParentRunId = found.Id, Descendants = true, Removed = RemovedFilter.Removed }, Cancellation).Select(r => r.Id) : [];

    private protected override IRemovable RecordsOf(IExperimentStore store) => store.Runs;
}
