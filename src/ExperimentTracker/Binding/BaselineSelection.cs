using System.Management.Automation;
using ExperimentTracker.Comparison;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Binding;

/// <summary>The baseline of a comparison, as specified by the parameters of a cmdlet.</summary>
internal sealed class BaselineSelection
{
    /// <summary>The named runs, if any.</summary>
    public RunIdentity[] Runs { get; init; } = [];

    /// <summary>The model whose version in Production determines the baseline, if one was named.</summary>
    public ModelIdentity? Model { get; init; }

    /// <summary>Whether a model without a version in Production is not an error.</summary>
    public bool AllowMissingModel { get; init; }

    /// <summary>Otherwise, the maximum number of earlier successful runs of the experiment.</summary>
    public int Last { get; init; } = 1;

    /// <summary>Tags that these runs must have.</summary>
    public object[]? Tags { get; init; }

    /// <summary>The branch that these runs must have.</summary>
    public string? Branch { get; init; }

    /// <summary>A further condition for these runs, as for Get-Run -Filter.</summary>
    public ScriptBlock? Filter { get; init; }

    /// <summary>The session whose variables the filter sees.</summary>
    public required SessionState Session { get; init; }

    /// <summary>Finds the runs; none of the candidates is among them.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RunAmbiguous</c>, <c>ModelNotFound</c>, <c>ModelAmbiguous</c>, <c>NoProductionVersion</c>, <c>RunNotRecorded</c>, or the errors of
    /// <see cref="FilterProgram"/>.
    /// </exception>
    public IReadOnlyList<Run> Find(
        IReadOnlyList<Run> candidates, IExperimentStore store, Func<RecordIdentity, IExperimentStore> storeOf, CancellationToken cancellation)
    {
        IEnumerable<Run> found = Runs.Length > 0 ? Runs.SelectMany(identity => identity.FindAll(storeOf(identity), cancellation))
            : Model is not null ? OfModel(Model, storeOf(Model), cancellation)
            : Earlier(candidates, store, cancellation);
        return [.. found.DistinctBy(r => r.Id).Where(run => candidates.All(c => c.Id != run.Id))];
    }

    private Run[] OfModel(ModelIdentity model, IExperimentStore store, CancellationToken cancellation) =>
        ProductionRun.Find(store, model.Find(store, cancellation), AllowMissingModel, cancellation) is { } run ? [run] : [];

    private IReadOnlyList<Run> Earlier(IReadOnlyList<Run> candidates, IExperimentStore store, CancellationToken cancellation)
    {
        using FilterProgram? program = Filter is null ? null : new(Filter, Session);

        // A baseline without the runs for which the filter fails would be another one.
        using FilterPipeline? pipeline = program is null ? null : new(program.Block, error => throw error, run => RecordOrigins.Set(run, new RecordSource(store)));
        var query = new BaselineQuery { Last = Last, Tags = DomainValues.Tags(Tags), Branch = Branch, Filter = pipeline is null ? null : pipeline.Holds };
        return query.Find(store, candidates, cancellation);
    }
}
