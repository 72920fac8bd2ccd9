using System.Globalization;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Completion;

/// <summary>Completes runs by path or name, newest first, and by short id when its beginning is typed.</summary>
public sealed class RunCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request)
    {
        foreach (string beginning in Beginnings(request.Typed))
        {
            foreach (RunLabel run in Labels(request, beginning))
            {
                bool isNumbered = beginning != request.Typed && run.Path.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
                yield return new Candidate(run.Path, NameOf(run), Tooltip(request, run), isNumbered ? request.Typed : null);
            }
        }

        if (request.Typed.Length == 0) yield break;
        foreach (RunLabel run in Labels(request, request.Typed)) yield return new Candidate(run.ShortId, Tooltip: Tooltip(request, run));
    }

    private static IEnumerable<RunLabel> Labels(CompletionRequest request, string beginning) => request.Store.Runs.Labels(
        new RunLabelQuery { Beginning = beginning, ExperimentIds = request.ExperimentId is { } id ? [id] : null, Removed = request.Removed }, request.Cancellation);

    // iris/4 finds the run iris/004, then iris/040 to iris/049, then iris/4….
    private static IEnumerable<string> Beginnings(string typed)
    {
        string number = typed[(typed.LastIndexOf('/') + 1)..];
        int missing = 3 - number.Length;
        if (number.Length > 0 && number.Length < typed.Length && number[0] != '0' && number.All(char.IsAsciiDigit))
        {
            for (int zeros = missing; zeros > 0; zeros--) yield return typed[..^number.Length] + new string('0', zeros) + number;
        }

        yield return typed;
    }

    private static string Tooltip(CompletionRequest request, RunLabel run) =>
        string.Create(CultureInfo.CurrentCulture, $"{run.Path} {run.Name}: {run.Status}, {DisplayText.Age(run.CreatedAt, request.Store.Time)}");

    // A generated name, run-004, says no more than the path.
    private static string? NameOf(RunLabel run) => run.Path.EndsWith(run.Name.Replace("run-", "/", StringComparison.Ordinal), StringComparison.Ordinal) ? null : run.Name;
}
