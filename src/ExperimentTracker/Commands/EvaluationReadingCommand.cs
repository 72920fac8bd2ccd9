using System.Management.Automation;
using ExperimentTracker.Binding;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Commands;

/// <summary>A cmdlet that gets epochs or results: by id, or those of runs.</summary>
public abstract class EvaluationReadingCommand : RunReadingCommand
{
    /// <summary>Their numbers within the run. Without it, all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(EvaluationCompleter))]
    [StepTransformation(typeof(long[]), Lowest = 0)]
    public long[]? Index { get; set; }

    /// <summary>Their ids, in any run.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EvaluationCompleter))]
    public string[]? Id { get; set; }

    /// <summary>The kind of record to read.</summary>
    private protected abstract RecordType Type { get; }

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        if (Id is null) ForEachRun(target => Write(target.Store, new() { Type = Type, RunIds = [target.Run.Id], Indices = Index }));
        else ForEach(Id, WriteById);
    }

    private void WriteById(string id)
    {
        string[]? runs = Run is null ? null : [.. Targets().Select(t => t.Run.Id)];
        if (!Write(ReadStore, new() { Type = Type, Ids = [id], RunIds = runs, Indices = Index })) throw RunErrors.EvaluationNotFound(Type, id);
    }

    private bool Write(IExperimentStore store, EvaluationQuery query)
    {
        IReadOnlyList<Evaluation> found = store.Evaluations.Query(query, Cancellation);
        WriteObject(found, enumerateCollection: true);
        return found.Count > 0;
    }
}
