using ExperimentTracker.Binding;
using ExperimentTracker.Formatting;
using ExperimentTracker.Values;

namespace ExperimentTracker.Completion;

/// <summary>Completes names of records of a run: the given one, the current one, or some of the newest of the given experiment.</summary>
public abstract class OfRunCompleter : NameCompleter
{
    private const int Newest = 20;

    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Runs(Newest).SelectMany(run => OfRun(request, run)).OrderBy(c => c.Text, StringComparer.OrdinalIgnoreCase);

    private protected abstract IEnumerable<Candidate> OfRun(CompletionRequest request, Run run);
}

/// <summary>Completes names of metrics.</summary>
public sealed class MetricCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> OfRun(CompletionRequest request, Run run) =>
        run.MetricStatistics.Pairs.Select(p => new Candidate(p.Key, Tooltip: p.Value?.ToString()));
}

/// <summary>Completes names of parameters.</summary>
public sealed class ParameterCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> OfRun(CompletionRequest request, Run run) =>
        run.Parameters.Pairs.Select(p => new Candidate(p.Key, Tooltip: $"{p.Key}={ValueText.Format(p.Value)}"));
}

/// <summary>Completes keys of artifacts: of a run, or of the given experiment.</summary>
public sealed class ArtifactCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request) =>
        request.Given("Run") is null && request.ExperimentId is { } experiment ? Of(request, experiment) : base.Candidates(request);

    private protected override IEnumerable<Candidate> OfRun(CompletionRequest request, Run run) => Of(request, run.Id);

    private static IEnumerable<Candidate> Of(CompletionRequest request, string owner) =>
        request.Store.Artifacts.Query(new() { OwnerIds = [owner] }, request.Cancellation)
            .DistinctBy(a => a.Key, StringComparer.OrdinalIgnoreCase)
            .Select(a => new Candidate(a.Key, Tooltip: a.Size is { } size ? $"{a.Key}, {ByteSize.Format(size)}" : a.Key));
}

/// <summary>Completes paths within folder artifacts: of the given key, or of all.</summary>
public sealed class ArtifactFileCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> OfRun(CompletionRequest request, Run run) =>
        request.Store.Artifacts.Query(new() { OwnerIds = [run.Id] }, request.Cancellation)
            .Where(a => a.Kind == ArtifactKind.Folder && (request.Given("Key") is not { } key || new NamePattern(key).IsMatch(a.Key)))
            .SelectMany(a => request.Store.Artifacts.Files(a.Id, request.Cancellation))
            .Select(file => new Candidate(file.Path, Tooltip: $"{file.Path}, {ByteSize.Format(file.Size)}"));
}

/// <summary>Completes keys of distributions.</summary>
public sealed class DistributionCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> OfRun(CompletionRequest request, Run run) =>
        request.Store.Distributions.Keys(run.Id, request.Cancellation).Select(key => new Candidate(key));
}

/// <summary>Completes streams of logs.</summary>
public sealed class LogStreamCompleter : OfRunCompleter
{
    private const int Last = 1_000;

    private protected override IEnumerable<Candidate> OfRun(CompletionRequest request, Run run) =>
        request.Store.Logs.List(run.Id, null, Last, request.Cancellation).Select(l => l.Stream).OfType<string>().Distinct().Select(s => new Candidate(s));
}

/// <summary>Completes roles of inputs.</summary>
public sealed class InputRoleCompleter : OfRunCompleter
{
    private protected override IEnumerable<Candidate> OfRun(CompletionRequest request, Run run) =>
        request.Store.Inputs.List([run.Id], request.Cancellation).Where(i => i.Role is not null).Select(i => new Candidate(i.Role!, Tooltip: i.ToString()));
}

/// <summary>Completes epochs or results, depending on the command or the parameter: by number, and for <c>-Id</c> by id.</summary>
public sealed class EvaluationCompleter : NameCompleter
{
    private const int Newest = 20;

    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request)
    {
        string noun = request.Parameter is "Epoch" or "Result" ? request.Parameter : request.Command.Split('-')[^1];
        RecordType type = noun.Equals(nameof(Epoch), StringComparison.OrdinalIgnoreCase) ? RecordType.Epoch : RecordType.Result;
        return request.Store.Evaluations.Query(new() { Type = type, RunIds = [.. request.Runs(Newest).Select(r => r.Id)] }, request.Cancellation)
            .OrderBy(e => e.Index)
            .Select(e => new Candidate(
                request.Parameter == "Id" ? e.Id : $"{e.Index}", Tooltip: $"{e}: accuracy {DisplayText.Value(e.Accuracy)}, loss {DisplayText.Value(e.Loss)}"));
    }
}
