using ExperimentTracker.Services;

namespace ExperimentTracker.Completion;

/// <summary>Completes tags: of the given records, of the current run, or of some of the newest.</summary>
public sealed class TagCompleter : NameCompleter
{
    private const int Newest = 20;

    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        Tagged(request).SelectMany(tags => tags.Pairs)
            .Select(p => new Candidate(p.Key, Tooltip: p.Value is null ? p.Key : $"{p.Key}={p.Value}"))
            .OrderBy(c => c.Text, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<NamedValues> Tagged(CompletionRequest request)
    {
        bool isAboutTags = request.Command.EndsWith("-ExperimentTag", StringComparison.OrdinalIgnoreCase);
        if (isAboutTags && request.Given("Run") is null && request.Given("Project") is { } project)
        {
            return Identities.TryFindProject(request.Store, project) is { } found ? [found.Tags] : [];
        }

        if (isAboutTags && request.Given("Run") is null && request.ExperimentId is { } experiment)
        {
            return request.Store.Experiments.Query(new() { Ids = [experiment] }, request.Cancellation).Select(e => e.Tags);
        }

        // For a new record, the tags of other records of its kind are completed.
        return request.Command.ToUpperInvariant() switch
        {
            "NEW-PROJECT" => request.Store.Projects.Query(new(), request.Cancellation).Select(p => p.Tags),
            "NEW-EXPERIMENT" => request.Store.Experiments.Query(new(), request.Cancellation).Select(e => e.Tags),
            "NEW-MODEL" => request.Store.Models.Query(new(), request.Cancellation).Select(m => m.Tags),
            "REGISTER-MODELVERSION" => request.Store.Models.Versions(new(), request.Cancellation).Select(v => v.Tags),
            _ => request.Runs(Newest).Select(r => r.Tags),
        };
    }
}
