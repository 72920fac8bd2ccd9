using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Benchmarks;

/// <summary>
/// The summary of k6: what <c>--summary-export</c> writes, or what <c>handleSummary</c> gets. Each number of a metric is a series with the name of the number as its label
/// (<c>http_req_duration[p(95)]</c>), and each threshold is 1 if it was kept and 0 if not: then the run failed.
/// </summary>
internal static class K6Summary
{
    private const int DeepestGroup = 16;

    /// <summary>Whether a document has this format.</summary>
    public static bool Fits(JsonElement document) =>
        PythonJson.Property(document, "root_group") is not null && PythonJson.Property(document, "metrics") is { ValueKind: JsonValueKind.Object };

    /// <summary>Reads a document into a run.</summary>
    public static void Read(JsonElement document, ForeignRun run)
    {
        foreach (JsonProperty metric in JsonParts.Object(document, "metrics"))
        {
            // Newer summaries have the numbers in an object of their own.
            JsonElement values = PythonJson.Property(metric.Value, "values") ?? metric.Value;
            if (values.ValueKind != JsonValueKind.Object) continue;
            foreach (JsonProperty value in values.EnumerateObject().Where(v => v.Value.ValueKind == JsonValueKind.Number)) run.AddPoint(metric.Name, value.Name, 0, value.Value.GetDouble(), null);
            if (PythonJson.Text(metric.Value, "contains") == "time") run.SetMetric(metric.Name, "ms", null);
            foreach (JsonProperty threshold in JsonParts.Object(metric.Value, "thresholds")) AddThreshold(run, $"{metric.Name}: {threshold.Name}", threshold.Value);
        }

        if (PythonJson.Property(PythonJson.Property(document, "state") ?? default, "testRunDurationMs") is { ValueKind: JsonValueKind.Number } duration) run.AddPoint("duration", null, 0, duration.GetDouble() / 1000, null);
        AddChecks(run, PythonJson.Property(document, "root_group") ?? default, 0);
    }

    // An older summary says whether a threshold was crossed, a newer one whether it was kept.
    private static void AddThreshold(ForeignRun run, string name, JsonElement threshold)
    {
        bool isKept = PythonJson.Property(threshold, "ok") is { } ok ? ok.ValueKind == JsonValueKind.True : threshold.ValueKind != JsonValueKind.True;
        run.AddPoint("threshold", name, 0, isKept ? 1 : 0, null);
        if (isKept) return;
        run.Status = RunStatus.Failed;
        run.ErrorMessage ??= $"A threshold was crossed: {name}";
    }

    private static void AddChecks(ForeignRun run, JsonElement group, int depth)
    {
        // A list, or an object by name.
        foreach (JsonElement check in JsonParts.List(group, "checks").Concat(JsonParts.Object(group, "checks").Select(p => p.Value)))
        {
            string name = PythonJson.Text(check, "path") ?? PythonJson.Text(check, "name") ?? "";
            run.AddNumber("check/passes", name, check, "passes");
            run.AddNumber("check/fails", name, check, "fails");
        }

        if (depth == DeepestGroup) return;
        foreach (JsonElement inner in JsonParts.List(group, "groups").Concat(JsonParts.Object(group, "groups").Select(p => p.Value))) AddChecks(run, inner, depth + 1);
    }
}
