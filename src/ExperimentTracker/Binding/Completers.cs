using System.Collections;
using ExperimentTracker.Formatting;
using ExperimentTracker.Session;

namespace ExperimentTracker.Binding;

/// <summary>Completes names of projects.</summary>
public sealed class ProjectCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound) =>
        store.Projects.Query(new() { NamePrefix = typed }, default).Select(p => new Candidate(p.Name, Tooltip: p.Description));
}

/// <summary>Completes names of experiments.</summary>
public sealed class ExperimentCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound)
    {
        string? project = Given(bound, "Project") is { } text ? Identities.TryFindProject(store, text)?.Id : null;
        return store.Experiments.Query(new() { NamePrefix = typed, ProjectId = project }, default)
            .Select(e => new Candidate(e.Name, Tooltip: $"{e.Name}: {e.RunCount} run{(e.RunCount == 1 ? "" : "s")}, project {e.Project}"));
    }
}

/// <summary>Completes runs: by name, by short id, or by path; the newest first.</summary>
public sealed class RunCompleter : NameCompleter
{
    private const int Newest = 100;

    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound)
    {
        string? experiment = Given(bound, "Experiment") is { } text ? Identities.TryFindExperiment(store, text)?.Id : null;
        string[]? experiments = experiment is null ? null : [experiment];
        IEnumerable<Run> newest = store.Runs.Query(new() { ExperimentIds = experiments, First = Newest }, default);
        IEnumerable<Run> named = typed.Length == 0 ? [] : store.Runs.Query(new() { NamePrefix = typed, ExperimentIds = experiments, First = Newest }, default);
        foreach (Run run in newest.Concat(named))
        {
            string tooltip = $"{run.Path} {run.Name}: {run.Status}, {DisplayText.Age(run.CreatedAt)}";
            yield return new Candidate(run.ShortId, run.Name, tooltip);
            yield return new Candidate(run.Path, Tooltip: tooltip);
        }
    }
}

/// <summary>Completes names that belong to a run: the one given, or the current one, or the newest few.</summary>
public abstract class OfRunCompleter : NameCompleter
{
    private const int Newest = 20;

    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound)
    {
        IEnumerable<Run> runs = Given(bound, "Run") is { } text ? Identities.MatchRuns(store, text)
            : SessionMemory.Of(session).Current is { } current ? current.Store.Runs.Query(new() { Ids = [current.RunId] }, default)
            : store.Runs.Query(new() { First = Newest }, default);
        return runs.SelectMany(run => Names(store, run));
    }

    private protected abstract IEnumerable<Candidate> Names(IExperimentStore store, Run run);
}

/// <summary>Completes names of metrics.</summary>
public sealed class MetricCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> Names(IExperimentStore store, Run run) =>
        run.MetricStatistics.Pairs.Select(p => new Candidate(p.Key, Tooltip: p.Value?.ToString()));
}

/// <summary>Completes names of parameters.</summary>
public sealed class ParameterCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> Names(IExperimentStore store, Run run) =>
        run.Parameters.Pairs.Select(p => new Candidate(p.Key, Tooltip: $"{p.Key}={ValueText.Format(p.Value)}"));
}

/// <summary>Completes keys of artifacts.</summary>
public sealed class ArtifactCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> Names(IExperimentStore store, Run run) =>
        store.Artifacts.Query(new() { OwnerIds = [run.Id] }, default)
            .Select(a => new Candidate(a.Key, Tooltip: a.Size is { } size ? $"{a.Key}, {ByteSize.Format(size)}" : a.Key));
}

/// <summary>Completes tags.</summary>
public sealed class TagCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> Names(IExperimentStore store, Run run) =>
        run.Tags.Pairs.Select(p => new Candidate(p.Key, Tooltip: p.Value is null ? p.Key : $"{p.Key}={p.Value}"));
}

/// <summary>Completes names of models.</summary>
public sealed class ModelCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound) =>
        store.Models.Query(new() { NamePrefix = typed }, default).Select(m => new Candidate(m.Name, Tooltip: $"{m.Name}: {m.VersionCount} versions, project {m.Project}"));
}

/// <summary>Completes versions of models: <c>model/3</c> and <c>model/alias</c>.</summary>
public sealed class ModelVersionCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound)
    {
        foreach (ModelVersion version in store.Models.Versions(new(), default))
        {
            string tooltip = $"{version.Path}: {version.Stage}, {DisplayText.Age(version.CreatedAt)}";
            yield return new Candidate(version.Path, Tooltip: tooltip);
            foreach (string alias in version.Aliases) yield return new Candidate($"{version.Model}/{alias}", Tooltip: tooltip);
        }
    }
}

/// <summary>Completes names of trials: of the experiment given, or of all.</summary>
public sealed class TrialCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound)
    {
        string? experiment = Given(bound, "Experiment") is { } text ? Identities.TryFindExperiment(store, text)?.Id : null;
        return store.Trials.Query(new() { NamePrefix = typed, ExperimentId = experiment }, default)
            .Select(t => new Candidate(t.Name, Tooltip: $"{t.Path}: {t.RunCount} runs"));
    }
}

/// <summary>Completes names of datasets.</summary>
public sealed class DatasetCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound) =>
        store.Datasets.Query(new() { NamePrefix = typed }, default).Select(d => new Candidate(d.Name, Tooltip: d.Location ?? d.Name));
}

/// <summary>Completes types of encoders.</summary>
public sealed class EncoderCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(SessionView session, IExperimentStore store, string typed, IDictionary bound) =>
        store.Datasets.Encoders(null, default).Select(e => new Candidate(e.Type, Tooltip: $"{e.Type}: {e.Datasets.Count} datasets"));
}
