using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/importance</c>: which parameters a metric depends on.</summary>
internal static class ImportanceEndpoint
{
    private const int MostRuns = 2000;

    public static HttpReply Get(ApiContext context)
    {
        string metric = context.Request.Parameter("metric") ?? throw HttpProblem.Bad("Name a 'metric'.");
        using RunListRequest request = RunListRequest.Parse(context.Request, context.Store, context.Services.Filters, context.Cancellation);
        List<Run> runs = [.. request.All(RunParts.Parameters | RunParts.Metrics, context.Cancellation).Where(run => run.Metrics[metric] is double value && double.IsFinite(value)).Take(MostRuns)];
        var importance = ParameterImportance.Of(runs, metric);
        return ApiContext.Object(json =>
        {
            json.WriteString("metric", metric);
            json.WriteNumber("runs", runs.Count);
            json.WriteList("parameters", importance, one => json.WriteObject(null, () =>
            {
                json.WriteString("name", one.Name);
                json.WriteDouble("importance", one.Importance);
                if (one.Correlation is { } correlation) json.WriteDouble("correlation", correlation);
                else json.WriteNull("correlation");
                json.WriteString("kind", one.IsNumeric ? "number" : "category");
            }));
            if (runs.Count < ParameterImportance.FewestRuns) json.WriteString("note", $"At least {ParameterImportance.FewestRuns} runs with this metric are needed.");
            else if (importance.Count == 0) json.WriteString("note", "No parameter differs between these runs.");
        });
    }
}
