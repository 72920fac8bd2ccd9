using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Services;

/// <summary>
/// Looks up the one record that a string identifies. In this order: its id; its exact name; its name, ignoring case; the unique start or end of its
/// id (at least four characters). Experiments are also found as <c>project/experiment</c>, runs as <c>experiment/12</c> and
/// <c>experiment/namespace/12</c>.
/// </summary>
public static class Identities
{
    private const int ShortestIdPart = 4;

    /// <summary>Finds a project.</summary>
    /// <exception cref="TrackerException"><c>ProjectNotFound</c> or <c>ProjectAmbiguous</c>.</exception>
    public static Project FindProject(
        IExperimentStore store, string text, RemovedFilter removed = RemovedFilter.Live, CancellationToken cancellation = default) =>
        TryFindProject(store, text, removed, cancellation) ?? throw CatalogErrors.NotFound(RecordType.Project, text);

    /// <summary>
    /// Finds a project, or returns <see langword="null"/>. With <paramref name="wholeOnly"/>, only by its whole id or name, not by a part of its id.
    /// </summary>
    /// <exception cref="TrackerException"><c>ProjectAmbiguous</c>.</exception>
    public static Project? TryFindProject(
        IExperimentStore store, string text, RemovedFilter removed = RemovedFilter.Live, CancellationToken cancellation = default, bool wholeOnly = false) =>
        Pick(
            RecordType.Project, text, wholeOnly, store.Projects.Query(new() { Identity = text, Removed = removed }, cancellation),
            p => p.Id, p => p.Name, p => p.Name);

    /// <summary>Finds an experiment, in one project or in all.</summary>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c> or <c>ExperimentAmbiguous</c>.</exception>
    public static Experiment FindExperiment(
        IExperimentStore store, string text, string? projectId = null, RemovedFilter removed = RemovedFilter.Live, CancellationToken cancellation = default) =>
        TryFindExperiment(store, text, projectId, removed, cancellation) ?? throw CatalogErrors.NotFound(RecordType.Experiment, text);

    /// <summary>Finds an experiment, or returns <see langword="null"/>.</summary>
    /// <exception cref="TrackerException"><c>ExperimentAmbiguous</c>.</exception>
    public static Experiment? TryFindExperiment(
        IExperimentStore store, string text, string? projectId = null, RemovedFilter removed = RemovedFilter.Live, CancellationToken cancellation = default) =>
        FindExperimentLabel(store, text, projectId, removed, cancellation) is { } label
            ? store.Experiments.Query(new() { Ids = [label.Id], Removed = RemovedFilter.All }, cancellation).FirstOrDefault()
            : null;

    /// <summary>
    /// Finds the identifying properties of an experiment, or returns <see langword="null"/>. With <paramref name="wholeOnly"/>, only by its whole id
    /// or name, not by a part of its id.
    /// </summary>
    /// <exception cref="TrackerException"><c>ExperimentAmbiguous</c>.</exception>
    public static ExperimentLabel? FindExperimentLabel(
        IExperimentStore store, string text, string? projectId = null, RemovedFilter removed = RemovedFilter.Live,
        CancellationToken cancellation = default, bool wholeOnly = false)
    {
        IReadOnlyList<ExperimentLabel> candidates =
            store.Experiments.Labels(new() { Identity = text, ProjectId = projectId, Removed = removed }, cancellation);
        ExperimentLabel? found = Pick(RecordType.Experiment, text, wholeOnly, candidates, e => e.Id, e => e.Name, e => $"{e.Project}/{e.Name} ({e.ShortId})");
        if (found is not null || projectId is not null) return found;
        for (int slash = text.IndexOf('/'); slash > 0; slash = text.IndexOf('/', slash + 1))
        {
            if (TryFindProject(store, text[..slash], RemovedFilter.All, cancellation, wholeOnly) is { } project)
            {
                found = FindExperimentLabel(store, text[(slash + 1)..], project.Id, removed, cancellation, wholeOnly);
                if (found is not null) return found;
            }
        }

        return null;
    }

    /// <summary>Finds a trial, in one experiment or in all, also as <c>experiment/trial</c>.</summary>
    /// <exception cref="TrackerException"><c>TrialNotFound</c>, <c>TrialAmbiguous</c> or <c>ExperimentAmbiguous</c>.</exception>
    public static Trial FindTrial(
        IExperimentStore store, string text, string? experimentId = null, RemovedFilter removed = RemovedFilter.Live, CancellationToken cancellation = default) =>
        TryFindTrial(store, text, experimentId, removed, cancellation) ?? throw CatalogErrors.NotFound(RecordType.Trial, text);

    /// <summary>Finds a trial, or returns <see langword="null"/>.</summary>
    /// <exception cref="TrackerException"><c>TrialAmbiguous</c> or <c>ExperimentAmbiguous</c>.</exception>
    public static Trial? TryFindTrial(
        IExperimentStore store, string text, string? experimentId = null, RemovedFilter removed = RemovedFilter.Live, CancellationToken cancellation = default)
    {
        IReadOnlyList<Trial> candidates =
            store.Trials.Query(new() { Identity = text, ExperimentId = experimentId, Removed = removed }, cancellation);
        Trial? found = Pick(RecordType.Trial, text, wholeOnly: false, candidates, t => t.Id, t => t.Name, t => $"{t.Path} ({t.ShortId})");
        if (found is not null || experimentId is not null) return found;
        for (int slash = text.IndexOf('/'); slash > 0; slash = text.IndexOf('/', slash + 1))
        {
            if (FindExperimentLabel(store, text[..slash], null, RemovedFilter.All, cancellation) is { } experiment)
            {
                found = TryFindTrial(store, text[(slash + 1)..], experiment.Id, removed, cancellation);
                if (found is not null) return found;
            }
        }

        return null;
    }

    /// <summary>Finds a dataset.</summary>
    /// <exception cref="TrackerException"><c>DatasetNotFound</c> or <c>DatasetAmbiguous</c>.</exception>
    public static Dataset FindDataset(IExperimentStore store, string text, CancellationToken cancellation = default) =>
        TryFindDataset(store, text, cancellation) ?? throw DatasetErrors.NotFound(text);

    /// <summary>Finds a dataset, or returns <see langword="null"/>.</summary>
    /// <exception cref="TrackerException"><c>DatasetAmbiguous</c>.</exception>
    public static Dataset? TryFindDataset(IExperimentStore store, string text, CancellationToken cancellation = default) =>
        Pick(RecordType.Dataset, text, wholeOnly: false, store.Datasets.Query(new() { Identity = text }, cancellation), d => d.Id, d => d.Name, d => $"{d.Name} ({d.ShortId})");

    /// <summary>Finds an encoder by its type, ignoring case.</summary>
    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    public static Encoder FindEncoder(IExperimentStore store, string type, CancellationToken cancellation = default) =>
        store.Datasets.Encoders(null, cancellation).FirstOrDefault(e => Names.Fold(e.Type) == Names.Fold(type)) ?? throw DatasetErrors.EncoderNotFound(type);

    /// <summary>Finds a model, in one project or in all, also as <c>project/model</c>.</summary>
    /// <exception cref="TrackerException"><c>ModelNotFound</c> or <c>ModelAmbiguous</c>.</exception>
    public static Model FindModel(
        IExperimentStore store, string text, string? projectId = null, CancellationToken cancellation = default) =>
        TryFindModel(store, text, projectId, cancellation) ?? throw CatalogErrors.NotFound(RecordType.Model, text);

    /// <summary>
    /// Finds a model, or returns <see langword="null"/>. With <paramref name="wholeOnly"/>, only by its whole id or name, not by a part of its id.
    /// </summary>
    /// <exception cref="TrackerException"><c>ModelAmbiguous</c>.</exception>
    public static Model? TryFindModel(
        IExperimentStore store, string text, string? projectId = null, CancellationToken cancellation = default, bool wholeOnly = false)
    {
        IReadOnlyList<Model> candidates = store.Models.Query(new() { Identity = text, ProjectId = projectId }, cancellation);
        Model? found = Pick(RecordType.Model, text, wholeOnly, candidates, m => m.Id, m => m.Name, m => $"{m.Project}/{m.Name} ({m.ShortId})");
        int slash = text.IndexOf('/');
        if (found is not null || projectId is not null || slash <= 0) return found;
        Project? project = TryFindProject(store, text[..slash], cancellation: cancellation, wholeOnly: wholeOnly);
        return project is null ? null : TryFindModel(store, text[(slash + 1)..], project.Id, cancellation, wholeOnly);
    }

    /// <summary>Finds a model version by its id, or as <c>model/3</c> or <c>model/alias</c>.</summary>
    /// <exception cref="TrackerException"><c>ModelVersionNotFound</c> or <c>ModelAmbiguous</c>.</exception>
    public static ModelVersion FindModelVersion(IExperimentStore store, string text, CancellationToken cancellation = default)
    {
        if (store.Models.Versions(new() { Ids = [text] }, cancellation) is [var byId]) return byId;
        int slash = text.LastIndexOf('/');
        if (slash <= 0 || TryFindModel(store, text[..slash], null, cancellation) is not { } model) throw ModelErrors.VersionNotFound(text);
        string which = text[(slash + 1)..];
        bool isNumber = long.TryParse(which, System.Globalization.NumberStyles.None, null, out long number);
        var query = new ModelVersionQuery { ModelIds = [model.Id], Version = isNumber ? number : null, Alias = isNumber ? null : which };
        return store.Models.Versions(query, cancellation) is [var version, ..] ? version : throw ModelErrors.VersionNotFound(text);
    }

    /// <summary>Finds a run.</summary>
    /// <exception cref="TrackerException"><c>RunNotFound</c> or <c>RunAmbiguous</c>.</exception>
    public static Run FindRun(
        IExperimentStore store, string text, RemovedFilter removed = RemovedFilter.Live, CancellationToken cancellation = default) =>
        MatchRuns(store, text, removed, cancellation) switch
        {
            [] => throw CatalogErrors.NotFound(RecordType.Run, text),
            [var only] => only,
            var several => throw CatalogErrors.Ambiguous(RecordType.Run, text, [.. several.Select(r => $"{r.Path} ({r.ShortId})")]),
        };

    /// <summary>Returns the runs that a string identifies: none, one, or several with the same name.</summary>
    public static IReadOnlyList<Run> MatchRuns(
        IExperimentStore store, string text, RemovedFilter removed = RemovedFilter.Live, CancellationToken cancellation = default)
    {
        // An id takes precedence, and in a store whose ids are numbered, thousands of others begin with it.
        if (store.Runs.Query(new() { Ids = [text], Removed = removed }, cancellation).FirstOrDefault() is { } exact) return [exact];
        Run[] candidates = [.. store.Runs.Query(new() { Identity = text, Removed = removed }, cancellation)];
        IReadOnlyList<Run> fitting = BestRank(text, candidates, r => r.Id, r => r.Name);
        return fitting.Count > 0 ? fitting : FindRunByPath(store, text, removed, cancellation) is { } run ? [run] : [];
    }

    private static Run? FindRunByPath(IExperimentStore store, string text, RemovedFilter removed, CancellationToken cancellation)
    {
        int last = text.LastIndexOf('/');
        if (last <= 0 || !long.TryParse(text.AsSpan(last + 1), System.Globalization.NumberStyles.None, null, out long number)) return null;
        string place = text[..last];

        // The name of an experiment can contain slashes, so every way to split the path is tried, the longest name first.
        for (int slash = place.Length; slash > 0; slash = place.LastIndexOf('/', slash - 1))
        {
            if (FindExperimentLabel(store, place[..slash], null, RemovedFilter.All, cancellation) is { } experiment)
            {
                RunQuery query = new()
                {
                    ExperimentIds = [experiment.Id],
                    Namespace = slash == place.Length ? "" : Names.CheckNamespace(place[(slash + 1)..]),
                    Number = number,
                    Removed = removed,
                };
                if (store.Runs.Query(query, cancellation).FirstOrDefault() is { } run) return run;
            }
        }

        return null;
    }

    private static T? Pick<T>(
        RecordType type, string text, bool wholeOnly, IReadOnlyList<T> candidates, Func<T, string> id, Func<T, string> name, Func<T, string> describe)
        where T : class => BestRank(text, candidates, id, name, wholeOnly) switch
        {
            [] => null,
            [var only] => only,
            var several => throw CatalogErrors.Ambiguous(type, text, [.. several.Select(describe)]),
        };

    private static IReadOnlyList<T> BestRank<T>(
        string text, IReadOnlyList<T> candidates, Func<T, string> id, Func<T, string> name, bool wholeOnly = false)
    {
        string folded = Names.Fold(text);
        Func<T, bool>[] ranks =
        [
            c => id(c) == text,
            c => name(c) == text,
            c => Names.Fold(name(c)) == folded,
            c => !wholeOnly && text.Length >= ShortestIdPart &&
                 (id(c).StartsWith(text, StringComparison.OrdinalIgnoreCase) || id(c).EndsWith(text, StringComparison.OrdinalIgnoreCase)),
        ];
        return ranks.Select(rank => candidates.Where(rank).ToArray()).FirstOrDefault(fitting => fitting.Length > 0) ?? [];
    }
}
