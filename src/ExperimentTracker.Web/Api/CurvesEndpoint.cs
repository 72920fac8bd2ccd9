using System.Text.Json;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Api;

/// <summary><c>POST api/curves</c>: the points of series, thinned to what can be drawn.</summary>
internal static class CurvesEndpoint
{
    private const int MostSeries = 5000;
    private const int MostPoints = 20_000;
    private const int DefaultPoints = 1000;

    // Of all series together: about 80 MB.
    private const int MostOfAll = 4_000_000;
    private const int FewestPoints = 4;

    public static HttpReply Post(ApiContext context)
    {
        JsonElement body = context.Body();
        Request[] asked = Requests(body);
        int points = body.TryGetProperty("points", out JsonElement most) && most.TryGetInt32(out int given) ? Math.Clamp(given, FewestPoints, MostPoints) : DefaultPoints;
        points = Math.Max(FewestPoints, Math.Min(points, MostOfAll / Math.Max(1, asked.Length)));
        bool times = body.TryGetProperty("times", out JsonElement with) && with.ValueKind == JsonValueKind.True;
        string[] runs = [.. asked.Select(a => a.Run).Distinct()];
        var series = new Dictionary<(string Run, string Name), Metric>();
        foreach (Metric metric in context.Store.Metrics.List(runs, context.Cancellation)) series.TryAdd((metric.RunId, metric.Name), metric);
        return ApiContext.Object(json => json.WriteList("series", asked, one =>
        {
            json.WriteStartObject();
            json.WriteString("run", one.Run);
            json.WriteString("metric", one.Metric);
            if (series.TryGetValue((one.Run, one.Metric), out Metric? metric)) Write(context, json, metric, one, points, times);
            else json.WriteNumber("count", 0);
            json.WriteEndObject();
        }));
    }

    private static void Write(ApiContext context, Utf8JsonWriter json, Metric metric, Request asked, int points, bool times)
    {
        long? from = asked.From;
        MetricSeries read;
        bool thinned;
        if (from is { } first && asked.To is null)
        {
            // Usually few: what was added since the page asked last.
            read = context.Store.Metrics.Read(metric, first, long.MaxValue, context.Cancellation);
            thinned = read.Count > points;
            if (thinned) read = read.Pick(Series.SeriesThinning.LargestTriangleThreeBuckets(read.Steps, read.Values, points));
        }
        else
        {
            read = context.Store.Metrics.ReadThinned(metric, from ?? 0, asked.To ?? long.MaxValue, points, context.Cancellation);
            thinned = read.Count < metric.Count;
        }

        json.WriteInteger("count", from is null ? Math.Max(metric.Count, read.Count) : metric.Count);
        json.WriteInteger("from", from);
        json.WriteBoolean("thinned", thinned);
        json.WriteText("unit", metric.Unit);
        json.WriteText("goal", metric.Goal?.ToString());
        json.WriteList("steps", read.Steps, json.WriteIntegerValue);
        json.WriteList("values", read.Values, json.WriteDoubleValue);
        if (times) json.WriteList("times", read.TimestampsUtc, time => json.WriteNumberValue(ApiJson.Milliseconds(time)));
    }

    private static Request[] Requests(JsonElement body)
    {
        if (!body.TryGetProperty("series", out JsonElement list) || list.ValueKind != JsonValueKind.Array) throw HttpProblem.Bad("The body needs a list 'series' of {run, metric}.");
        if (list.GetArrayLength() > MostSeries) throw HttpProblem.Bad($"At most {MostSeries} series can be read at a time.");
        return [.. list.EnumerateArray().Select(one =>
            one.ValueKind == JsonValueKind.Object && one.TryGetProperty("run", out JsonElement run) && one.TryGetProperty("metric", out JsonElement metric)
                && run.ValueKind == JsonValueKind.String && metric.ValueKind == JsonValueKind.String
                ? new Request(run.GetString()!, metric.GetString()!, Step(one, "from"), Step(one, "to"))
                : throw HttpProblem.Bad("A series needs a run and a metric."))];
    }

    private static long? Step(JsonElement one, string name) => !one.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long step) ? step
        : value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out step) ? step
        : throw HttpProblem.Bad($"'{name}' must be a step.");

    private sealed record Request(string Run, string Metric, long? From, long? To);
}
