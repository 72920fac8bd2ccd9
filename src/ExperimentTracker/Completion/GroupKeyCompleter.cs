using ExperimentTracker.Comparison;
using ExperimentTracker.Values;

namespace ExperimentTracker.Completion;

/// <summary>Completes grouping keys of runs: parameters, tags, and the properties of every run.</summary>
public sealed class GroupKeyCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        base.Candidates(request).Concat(GroupKey.Properties.Select(name => new Candidate(name)));

    private protected override IEnumerable<Candidate> OfRun(CompletionRequest request, Run run) =>
        run.Parameters.Pairs.Select(p => new Candidate($"Parameters.{p.Key}", Tooltip: $"{p.Key}={ValueText.Format(p.Value)}"))
            .Concat(run.Tags.Pairs.Select(p => new Candidate($"Tags.{p.Key}", Tooltip: p.Value is null ? p.Key : $"{p.Key}={p.Value}")));
}
