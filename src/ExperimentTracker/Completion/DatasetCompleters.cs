namespace ExperimentTracker.Completion;

/// <summary>Completes names of datasets.</summary>
public sealed class DatasetCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Store.Datasets.Query(new() { NamePrefix = request.Typed }, request.Cancellation).Select(d => new Candidate(d.Name, Tooltip: d.Location ?? d.Name));
}

/// <summary>Completes types of encoders.</summary>
public sealed class EncoderCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Store.Datasets.Encoders(null, request.Cancellation)
            .Select(e => new Candidate(e.Type, Tooltip: $"{e.Type}: {e.Datasets.Count} dataset{(e.Datasets.Count == 1 ? "" : "s")}"));
}
