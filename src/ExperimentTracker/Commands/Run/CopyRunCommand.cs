using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Commands;

/// <summary>Copies runs within their store, with their points and artifacts.</summary>
[Cmdlet(VerbsCommon.Copy, "Run", SupportsShouldProcess = true)]
[OutputType(typeof(Run))]
public sealed class CopyRunCommand : TrackerCommand
{
    /// <summary>The runs: names with wildcards, ids, paths or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Id", "RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public RunIdentity[] Run { get; set; } = [];

    /// <summary>The experiment that gets the copies; by default that of each run.</summary>
    [Parameter(Position = 1)]
    [RecordTransformation(RecordType.Experiment)]
    [ArgumentCompleter(typeof(ExperimentCompleter))]
    public ExperimentIdentity? Experiment { get; set; }

    /// <summary>The name of the copies; by default that of each run.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>Also copies the child runs, as children of the copies.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    // The experiment is looked up in the store of the runs.
    private protected override bool ProvidesSourceStore(string parameter) => parameter != nameof(Experiment);

    /// <inheritdoc/>
    protected override void Process() => ForEach(Run, identity =>
    {
        IExperimentStore store = StoreOf(identity);
        string? experiment = Experiment is null ? null : Checked(Experiment, store).Find(store, Cancellation).Id;
        ForEach(identity.FindAll(store, Cancellation).ToList(), run => Copy(store, run, experiment));
    });

    private void Copy(IExperimentStore store, Run run, string? experiment)
    {
        if (!ShouldProcess(RecordTitle.Of(run), Experiment is null ? "Copy" : $"Copy to experiment '{Experiment.Text}'")) return;
        string[] children = !Recurse ? [] : [.. ParentsFirst(run.Id, store.Runs.Query(new() { ParentRunId = run.Id, Descendants = true }, Cancellation))];
        IReadOnlyList<string> copies = store.Transfer.Copy(new() { RunIds = [run.Id, .. children], ExperimentId = experiment, Name = Name }, Cancellation);
        WriteObject(store.Runs.Query(new() { Ids = [copies[0]] }, Cancellation).Single());
    }

    private static IEnumerable<string> ParentsFirst(string root, IEnumerable<Run> descendants)
    {
        ILookup<string?, Run> children = descendants.ToLookup(run => run.ParentRunId);
        var open = new Queue<string>([root]);
        while (open.TryDequeue(out string? parent))
        {
            foreach (Run child in children[parent].OrderBy(run => run.CreatedAt).ThenBy(run => run.Id, StringComparer.Ordinal))
            {
                yield return child.Id;
                open.Enqueue(child.Id);
            }
        }
    }
}
