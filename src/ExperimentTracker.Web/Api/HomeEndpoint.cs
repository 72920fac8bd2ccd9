using System.Text.Json;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/home</c>: the experiments with their counts, what runs now, and what failed lately.</summary>
internal static class HomeEndpoint
{
    private const int MostRunning = 100;
    private const int MostFailures = 20;
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    public static HttpReply Get(ApiContext context)
    {
        CancellationToken cancellation = context.Cancellation;
        IReadOnlyList<Experiment> experiments = context.Store.Experiments.Query(new CatalogQuery(), cancellation);
        ILookup<string, RunTotal> totals = context.Store.Runs.Totals(cancellation).ToLookup(total => total.ExperimentId);
        List<Run> running = [.. context.Store.Runs.Query(new() { Statuses = [RunStatus.Running], First = MostRunning }, cancellation)];
        DateTime since = context.Store.Time.GetUtcNow().UtcDateTime - Lately;
        var ended = new RunOrder(new RunProperty(nameof(Run.EndedAt)), Descending: true);
        List<Run> failures = [.. context.Store.Runs.Query(new() { Statuses = [RunStatus.Failed, RunStatus.Killed], Order = ended, First = MostFailures }, cancellation)];
        long failedLately = failures.Count < MostFailures || !(failures[^1].EndedAtUtc >= since)
            ? failures.Count(run => run.EndedAtUtc >= since)
            : context.Store.Runs.Query(new() { Statuses = [RunStatus.Failed, RunStatus.Killed], Order = ended, Parts = RunParts.None }, cancellation)
                .TakeWhile(run => run.EndedAtUtc >= since).LongCount();
        HashSet<string> live = [.. experiments.Select(e => e.Id)];
        return ApiContext.Object(json =>
        {
            json.WriteList("experiments", experiments.OrderByDescending(e => e.LastRunAtUtc ?? e.CreatedAtUtc), e => Write(json, e, [.. totals[e.Id]]));
            json.WriteList("running", running, run => json.WriteRow(run, RowColumns.All));
            json.WriteList("failures", failures, run => json.WriteRow(run, RowColumns.All));
            json.WriteObject("counts", () =>
            {
                IEnumerable<RunTotal> counted = live.SelectMany(id => totals[id]);
                json.WriteNumber("runs", counted.Sum(t => t.Runs));
                json.WriteNumber("running", counted.Where(t => t.Status == RunStatus.Running).Sum(t => t.Runs));
                json.WriteNumber("failed24h", failedLately);
            });
        });
    }

    private static void Write(Utf8JsonWriter json, Experiment experiment, RunTotal[] totals)
    {
        json.WriteStartObject();
        json.WriteString("id", experiment.Id);
        json.WriteString("name", experiment.Name);
        json.WriteString("project", experiment.Project);
        json.WriteText("description", experiment.Description);
        json.WriteObject("tags", () =>
        {
            foreach ((string name, object? value) in experiment.Tags.Pairs) json.WriteString(name, value is null ? null : ValueText.Format(value));
        });
        json.WriteNumber("runs", totals.Sum(t => t.Runs));
        json.WriteNumber("running", Of(RunStatus.Running));
        json.WriteNumber("failed", Of(RunStatus.Failed) + Of(RunStatus.Killed));
        json.WriteNumber("succeeded", Of(RunStatus.Succeeded));
        json.WriteTime("lastActivity", experiment.LastRunAtUtc);
        json.WriteTime("created", experiment.CreatedAtUtc);
        json.WriteEndObject();

        long Of(RunStatus status) => totals.Where(t => t.Status == status).Sum(t => t.Runs);
    }
}
