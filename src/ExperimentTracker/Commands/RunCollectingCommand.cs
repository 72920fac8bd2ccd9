using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that collects all its runs before it processes them, and reads them together at the end.</summary>
public abstract class RunCollectingCommand : TrackerCommand
{
    private readonly List<(IExperimentStore Store, string Id)> wanted = [];
    private readonly Dictionary<string, IExperimentStore> stores = new(StringComparer.Ordinal);

    /// <summary>The runs: ids, names with wildcards, paths or objects.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("RunId")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(RunCompleter))]
    public virtual RunIdentity[] Run { get; set; } = [];

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        ForEach(Run, identity =>
        {
            IExperimentStore store = StoreOf(identity);
            Add(store, IdsOf(store, identity));
        });
        AddMore();
    }

    /// <inheritdoc/>
    protected sealed override void End() => End(wanted);

    /// <summary>Called once with the stores and ids of the runs, in the order they were given; reads the runs.</summary>
    private protected virtual void End(IReadOnlyList<(IExperimentStore Store, string Id)> wanted)
    {
        var found = new List<Run>(wanted.Count);
        Dictionary<(IExperimentStore, string), Run> read = [];
        foreach (var group in wanted.GroupBy(w => w.Store))
        {
            string[] ids = [.. group.Select(w => w.Id).Distinct(StringComparer.Ordinal)];
            foreach (Run run in group.Key.Runs.Query(new() { Ids = ids }, Cancellation)) read[(group.Key, run.Id)] = run;
            foreach (string id in ids) stores.TryAdd(id, group.Key);
        }

        ForEach(wanted, w => found.Add(read.TryGetValue(w, out Run? run) ? run : throw CatalogErrors.NotFound(RecordType.Run, w.Id)));
        End(found);
    }

    /// <summary>Called for each pipeline object, to add runs that another parameter selects.</summary>
    private protected virtual void AddMore()
    {
    }

    /// <summary>Adds runs of a store.</summary>
    private protected void Add(IExperimentStore store, IEnumerable<string> ids) => wanted.AddRange(ids.Select(id => (store, id)));

    /// <summary>Called once with the runs that were found, in their current state and in the order they were given.</summary>
    private protected virtual void End(IReadOnlyList<Run> runs)
    {
    }

    /// <summary>Returns the inputs of runs, from the stores of the runs.</summary>
    private protected IEnumerable<RunInput> InputsOf(IReadOnlyList<Run> runs) => runs.Select(r => r.Id)
        .GroupBy(id => stores.GetValueOrDefault(id) ?? ReadStore)
        .SelectMany(group => group.Key.Inputs.List([.. group], Cancellation));

    private IEnumerable<string> IdsOf(IExperimentStore store, RunIdentity identity) => identity.IsExact
        ? [identity.Text]
        : identity.FindAll(store, Cancellation).Select(r => r.Id);
}
