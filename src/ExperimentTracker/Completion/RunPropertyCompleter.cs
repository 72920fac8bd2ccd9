namespace ExperimentTracker.Completion;

/// <summary>Completes properties to sort runs by, with the metrics and parameters of the newest run.</summary>
public sealed class RunPropertyCompleter : NameCompleter
{
    private static readonly string[] Plain =
    [
        nameof(Run.StartedAt), nameof(Run.EndedAt), nameof(Run.CreatedAt), nameof(Run.UpdatedAt), nameof(Run.Duration), nameof(Run.Number), nameof(Run.Name),
        nameof(Run.Experiment), nameof(Run.Project), nameof(Run.Trial), nameof(Run.Namespace), nameof(Run.Status),
    ];

    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request)
    {
        Run? newest = request.Store.Runs.Query(new() { First = 1 }, request.Cancellation).FirstOrDefault();
        IEnumerable<string> keyed = newest is null ? [] : newest.Metrics.Pairs.Select(p => $"Metrics.{p.Key}").Concat(newest.Parameters.Pairs.Select(p => $"Parameters.{p.Key}"));
        return Plain.Concat(keyed).Select(name => new Candidate(name));
    }
}
