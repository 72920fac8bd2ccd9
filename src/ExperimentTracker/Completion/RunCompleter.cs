using System.Globalization;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Completion;

/// <summary>Completes runs by path or name, newest first, and by short id when its beginning is typed.</summary>
public sealed class RunCompleter : NameCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionRequest request)
    {
        foreach (string beginning in Padded(request.Typed))
        {
            foreach (RunLabel run in Labels(request, beginning))
            {
                if (run.Path.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) yield return OfPath(request, run, request.Typed);
            }
        }

        var found = new List<RunLabel>();
        foreach (RunLabel run in Labels(request, request.Typed))
        {
            found.Add(run);
            yield return OfPath(request, run, null);
        }

        if (request.Typed.Length == 0) yield break;
        foreach (RunLabel run in found) yield return new Candidate(run.ShortId, Tooltip: Tooltip(request, run));
    }

    private static IEnumerable<RunLabel> Labels(CompletionRequest request, string beginning) => request.Store.Runs.Labels(
        new RunLabelQuery { Beginning = beginning, ExperimentIds = request.ExperimentId is { } id ? [id] : null, Removed = request.Removed }, request.Cancellation);

    // iris/4 finds the run iris/004, then iris/040 to iris/049, before iris/4….
    private static IEnumerable<string> Padded(string typed)
    {
        const int digits = 3;
        string number = typed[(typed.LastIndexOf('/') + 1)..];
        if (number.Length == 0 || number.Length == typed.Length || number[0] == '0' || !number.All(char.IsAsciiDigit)) yield break;
        for (int zeros = digits - number.Length; zeros > 0; zeros--) yield return typed[..^number.Length] + new string('0', zeros) + number;
    }

    private static Candidate OfPath(CompletionRequest request, RunLabel run, string? alias) => new(run.Path, NameOf(run), Tooltip(request, run), alias);

    private static string Tooltip(CompletionRequest request, RunLabel run) =>
        string.Create(CultureInfo.CurrentCulture, $"{run.Path} {run.Name}: {run.Status}, {DisplayText.Age(run.CreatedAt, request.Store.Time)}");

    // A generated name, run-004, says no more than the path.
    private static string? NameOf(RunLabel run) => run.Path.EndsWith(run.Name.Replace("run-", "/", StringComparison.Ordinal), StringComparison.Ordinal) ? null : run.Name;
}
