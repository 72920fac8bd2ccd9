using System.Management.Automation;
using ExperimentTracker.Binding;

namespace ExperimentTracker.Commands;

/// <summary>Removes runs that have ended, until they are restored.</summary>
[Cmdlet(VerbsCommon.Remove, "Run", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveRunCommand : TrackerCommand
{
    /// <summary>The runs: names with wildcards, ids, paths or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Name", "Id", "RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Run { get; set; } = [];

    /// <summary>Removes the runs below them too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override void Process() => ForEach(Run, identity =>
        ForEach([.. RunSearch.Find(ReadStore, identity, new RunQuery(), Cancellation)], Remove));

    private void Remove(Run run)
    {
        IEnumerable<Run> below = Recurse ? ReadStore.Runs.Query(new() { ParentRunId = run.Id, Descendants = true }, Cancellation) : [];
        string[] ids = [run.Id, .. below.Select(r => r.Id)];
        RemovalSummary weight = ReadStore.Runs.Weigh(ids, Cancellation);
        if (ShouldProcess($"run {run.Path} '{run.Name}' ({weight})", "Remove")) ReadStore.Runs.Remove(ids, Cancellation);
    }
}
