using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>Which runs others are compared with, as the parameters of a cmdlet say it.</summary>
internal sealed class BaselineSelection
{
    /// <summary>Runs by name, if any were named.</summary>
    public RunIdentity[] Runs { get; init; } = [];

    /// <summary>The model whose version in Production made the baseline, if one was named.</summary>
    public ModelIdentity? Model { get; init; }

    /// <summary>Whether it is no error that this model has nothing in Production yet.</summary>
    public bool ModelMayLack { get; init; }

    /// <summary>Else the most runs of the experiment that succeeded before.</summary>
    public int Last { get; init; } = 1;

    /// <summary>Tags that those must have.</summary>
    public object[]? Tags { get; init; }

    /// <summary>The branch that those must have been built from.</summary>
    public string? Branch { get; init; }

    /// <summary>What else must hold of those.</summary>
    public ScriptBlock? Filter { get; init; }

    /// <summary>Finds the runs; none of the candidates is among them.</summary>
    /// <exception cref="TrackerException">
    /// <c>RunNotFound</c>, <c>RunAmbiguous</c>, <c>ModelNotFound</c>, <c>ModelAmbiguous</c>, <c>NoProductionVersion</c> or <c>RunNotRecorded</c>.
    /// </exception>
    public IReadOnlyList<Run> Find(
        IReadOnlyList<Run> candidates, IExperimentStore store, Func<RecordIdentity, IExperimentStore> storeOf, CancellationToken cancellation)
    {
        IEnumerable<Run> found = Runs.Length > 0 ? Runs.SelectMany(identity => identity.FindAll(storeOf(identity), cancellation))
            : Model is not null ? OfModel(Model, storeOf(Model), cancellation)
            : new BaselineQuery { Last = Last, Tags = DomainValues.Tags(Tags), Branch = Branch, Filter = Filter is null ? null : Fits }
                .Find(store, candidates, cancellation);
        return [.. found.DistinctBy(r => r.Id).Where(run => candidates.All(c => c.Id != run.Id))];
    }

    private Run[] OfModel(ModelIdentity model, IExperimentStore store, CancellationToken cancellation) =>
        ProductionRun.Find(store, model.Find(store, cancellation), ModelMayLack, cancellation) is { } run ? [run] : [];

    // As Where-Object does.
    private bool Fits(Run run)
    {
        var output = Filter!.InvokeWithContext(null, [new PSVariable("_", run)]);
        return LanguagePrimitives.IsTrue(output.Count == 1 ? output[0] : output);
    }
}
