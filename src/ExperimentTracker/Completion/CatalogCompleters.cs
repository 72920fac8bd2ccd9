using ExperimentTracker.Services;

namespace ExperimentTracker.Completion;

/// <summary>Completes names of projects.</summary>
public sealed class ProjectCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Store.Projects.Query(new() { NamePrefix = request.Typed, Removed = request.Removed }, request.Cancellation)
            .Select(p => new Candidate(p.Name, Tooltip: p.Description));
}

/// <summary>Completes names of experiments: of the project given, or of all.</summary>
public sealed class ExperimentCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request)
    {
        string? project = request.Given("Project") is { } text ? Identities.TryFindProject(request.Store, text)?.Id : null;
        return request.Store.Experiments.Query(new() { NamePrefix = request.Typed, ProjectId = project, Removed = request.Removed }, request.Cancellation)
            .Select(e => new Candidate(e.Name, Tooltip: $"{e.Name}: {e.RunCount} run{(e.RunCount == 1 ? "" : "s")}, project {e.Project}"));
    }
}

/// <summary>Completes names of trials: of the experiment given, or of all.</summary>
public sealed class TrialCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Store.Trials.Query(new() { NamePrefix = request.Typed, ExperimentId = request.ExperimentId, Removed = request.Removed }, request.Cancellation)
            .Select(t => new Candidate(t.Name, Tooltip: $"{t.Path}: {t.RunCount} runs"));
}

/// <summary>Completes namespaces of the newest runs.</summary>
public sealed class NamespaceCompleter : NameCompleter
{
    private const int Newest = 200;

    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Store.Runs.Query(new() { ExperimentIds = request.ExperimentId is { } id ? [id] : null, First = Newest }, request.Cancellation)
            .Where(run => run.Namespace.Length > 0)
            .Select(run => new Candidate(run.Namespace, Tooltip: $"{run.Experiment}/{run.Namespace}"));
}
