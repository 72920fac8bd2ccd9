namespace ExperimentTracker.Completion;

/// <summary>Completes names of alerts.</summary>
public sealed class AlertCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Store.Alerts.List(request.Cancellation).Select(alert => new Candidate(alert.Name, Tooltip: $"{alert.Name}: {string.Join(", ", alert.Condition)}"));
}
