using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Brings removed runs back.</summary>
[Cmdlet(VerbsData.Restore, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class RestoreRunCommand : TrackerCommand
{
    /// <summary>The runs: names with wildcards, ids, paths or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Run { get; set; } = [];

    /// <summary>Restores the removed runs below them too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Gives the restored runs back.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var removed = new RunQuery { Removed = RemovedFilter.Removed };
        ForEach(Run, identity => ForEach([.. RunSearch.Find(ReadStore, identity, removed, Cancellation)], Restore));
    }

    private void Restore(Run run)
    {
        var descendants = new RunQuery { ParentRunId = run.Id, Descendants = true, Removed = RemovedFilter.Removed };
        string[] ids = [run.Id, .. Recurse ? ReadStore.Runs.Query(descendants, Cancellation).Select(r => r.Id) : []];
        if (!ShouldProcess($"run {run.Path} '{run.Name}'", "Restore")) return;
        ReadStore.Runs.Restore(ids, Cancellation);
        if (PassThru) WriteObject(ReadStore.Runs.Query(new() { Ids = ids }, Cancellation), enumerateCollection: true);
    }
}
