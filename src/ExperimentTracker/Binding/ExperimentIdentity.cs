using System.Management.Automation;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>What an <c>-Experiment</c> parameter takes: an experiment, a run of it; or a text: an id, a name, or <c>project/experiment</c>.</summary>
public sealed class ExperimentIdentity : IRecordIdentity
{
    /// <summary>Names an experiment by a text.</summary>
    public ExperimentIdentity(string text) => Text = text;

    /// <summary>Names an experiment by its object.</summary>
    public ExperimentIdentity(Experiment experiment)
        : this(experiment.Id) => (IsExact, Home) = (true, RecordHomes.Of(experiment));

    /// <summary>Names the experiment of a run.</summary>
    public ExperimentIdentity(Run run)
        : this(run.ExperimentId) => (IsExact, Home, OfRun) = (true, RecordHomes.Of(run), run);

    /// <summary>Names the experiment of a trial.</summary>
    public ExperimentIdentity(Trial trial)
        : this(trial.ExperimentId) => IsExact = true;

    /// <summary>Names an experiment by an object that came back from a job or a file, or by a row of a CSV file.</summary>
    /// <exception cref="PSInvalidCastException">The object names none.</exception>
    public ExperimentIdentity(PSObject foreign) => (Text, IsExact) = ForeignRecord.Identify(foreign, RecordType.Experiment);

    /// <summary>The text, or the id of the object.</summary>
    public string Text { get; }

    /// <summary>Whether <see cref="Text"/> is a whole id.</summary>
    public bool IsExact { get; }

    /// <summary>The run whose experiment it is, when a run named it.</summary>
    internal Run? OfRun { get; }

    /// <inheritdoc/>
    IExperimentStore? IRecordIdentity.Home => Home;

    private IExperimentStore? Home { get; }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && Wildcards.AreIn(Text);

    /// <summary>Finds the one experiment.</summary>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c> or <c>ExperimentAmbiguous</c>.</exception>
    public Experiment Find(
        IExperimentStore store, CancellationToken cancellation, string? projectId = null, RemovedFilter removed = RemovedFilter.Live) =>
        string.IsNullOrEmpty(Text)
            ? throw CatalogErrors.NotFound(RecordType.Experiment, Text)
            : Identities.FindExperiment(store, Text, projectId, removed, cancellation);

    /// <summary>The text to find or create the experiment by. What an object stands for has to be there: it is not created anew.</summary>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c>.</exception>
    public string TextOrFound(IExperimentStore store, CancellationToken cancellation) => IsExact ? Find(store, cancellation).Id : Text;

    /// <summary>Finds every experiment that the text fits; only without wildcards does there have to be one.</summary>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c> or <c>ExperimentAmbiguous</c>.</exception>
    public IEnumerable<Experiment> FindAll(
        IExperimentStore store, CancellationToken cancellation, string? projectId = null, RemovedFilter removed = RemovedFilter.Live)
    {
        if (!HasWildcards) return [Find(store, cancellation, projectId, removed)];
        var query = new CatalogQuery { NamePrefix = Wildcards.PrefixOf(Text), ProjectId = projectId, Removed = removed };
        var pattern = new NamePattern(Text);
        Experiment[] found = [.. store.Experiments.Query(query, cancellation).Where(e => pattern.IsMatch(e.Name))];
        if (found.Length > 0) return found;

        // project/name [x] is no wildcard over names.
        if (Identities.TryFindExperiment(store, Text, projectId, removed, cancellation) is { } named) return [named];
        return Wildcards.MayFitNone(Text) ? [] : throw CatalogErrors.NotFound(RecordType.Experiment, Text);
    }

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
