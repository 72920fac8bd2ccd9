using System.Text.Json;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/run/ID/distributions</c>: the distributions of a key, as many steps and bins as can be drawn.</summary>
internal static class DistributionsEndpoint
{
    private const int DefaultSteps = 200;
    private const int MostSteps = 1000;
    private const int DefaultBins = 64;
    private const int MostBins = 512;

    public static HttpReply Get(ApiContext context)
    {
        HttpRequest request = context.Request;
        Run run = context.FindRun(context.Rest[0]);
        string key = request.Parameter("key") ?? throw HttpProblem.Bad("Give the 'key' of the distributions.");
        int steps = request.Number("steps", DefaultSteps, 2, MostSteps), bins = request.Number("bins", DefaultBins, 1, MostBins);
        var query = new DistributionQuery { RunId = run.Id, Keys = [key] };
        (IReadOnlyList<Distribution> selected, long count) = DistributionThinning.Select(context.Store.Distributions.Query(query, context.Cancellation), steps);
        if (count == 0) throw DistributionErrors.NotFound(key, $"Run {run.Path} has no");
        return ApiContext.Object(json =>
        {
            json.WriteString("key", selected[0].Key);
            json.WriteNumber("count", count);
            json.WriteList("steps", selected, one => json.WriteObject(null, () => Write(json, DistributionThinning.MergeBins(one, bins))));
        });
    }

    private static void Write(Utf8JsonWriter json, Distribution one)
    {
        json.WriteInteger("step", one.Step);
        json.WriteTime("time", one.TimestampUtc);
        json.WriteInteger("count", one.Count);
        if (one.NaNCount > 0) json.WriteInteger("nan", one.NaNCount);
        if (one.InfiniteCount > 0) json.WriteInteger("infinite", one.InfiniteCount);
        if (one.OutsideCount > 0) json.WriteInteger("outside", one.OutsideCount);
        json.WriteDouble("min", one.Min);
        json.WriteDouble("max", one.Max);
        json.WriteDouble("mean", one.Mean);
        json.WriteDouble("deviation", one.StandardDeviation);
        json.WriteList("edges", one.Edges, json.WriteDoubleValue);
        json.WriteList("counts", one.Counts, json.WriteIntegerValue);
    }
}
