using ExperimentTracker.Formatting;
using ExperimentTracker.Services;

namespace ExperimentTracker.Completion;

/// <summary>Completes models and model versions.</summary>
public abstract class RegistryCompleter : NameCompleter
{
    private protected static IEnumerable<Candidate> Models(CompletionRequest request) =>
        request.Store.Models.Query(new() { NamePrefix = request.Typed, Removed = request.Removed }, request.Cancellation)
            .Select(m => new Candidate(m.Name, Tooltip: $"{m.Name}: {m.VersionCount} version{(m.VersionCount == 1 ? "" : "s")}, project {m.Project}"));

    private protected static IEnumerable<Candidate> Versions(CompletionRequest request) =>
        request.Store.Models.Versions(new(), request.Cancellation).SelectMany(version =>
            version.Aliases.Select(alias => $"{version.Model}/{alias}").Prepend(version.Path).Select(text => new Candidate(text, Tooltip: About(version, request.Store.Time))));

    /// <summary>The versions of the given model or version, or all.</summary>
    private protected static IEnumerable<ModelVersion> VersionsGiven(CompletionRequest request)
    {
        string? model = request.Given("ModelVersion") is { } version ? Identities.FindModelVersion(request.Store, version, request.Cancellation).ModelId
            : request.Given("Model") is { } text ? Identities.FindModel(request.Store, text, null, request.Cancellation).Id
            : null;
        return request.Store.Models.Versions(new() { ModelIds = model is null ? null : [model] }, request.Cancellation);
    }

    private protected static string About(ModelVersion version, TimeProvider time) => $"{version.Path}: {version.Stage}, {DisplayText.Age(version.CreatedAt, time)}";
}

/// <summary>Completes names of models.</summary>
public sealed class ModelCompleter : RegistryCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) => Models(request);
}

/// <summary>Completes versions of models: <c>model/3</c> and <c>model/alias</c>.</summary>
public sealed class ModelVersionCompleter : RegistryCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) => Versions(request);
}

/// <summary>Completes models and, after a slash, their versions.</summary>
public sealed class ModelOrVersionCompleter : RegistryCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Typed.Contains('/', StringComparison.Ordinal) ? Models(request).Concat(Versions(request)) : Models(request);
}

/// <summary>Completes numbers of versions: of the given model, or of all.</summary>
public sealed class VersionNumberCompleter : RegistryCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        VersionsGiven(request).Select(v => new Candidate($"{v.Version}", Tooltip: About(v, request.Store.Time)));
}

/// <summary>Completes aliases: of the given model, or of all.</summary>
public sealed class AliasCompleter : RegistryCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        VersionsGiven(request).SelectMany(v => v.Aliases.Select(alias => new Candidate(alias, Tooltip: About(v, request.Store.Time))));
}
