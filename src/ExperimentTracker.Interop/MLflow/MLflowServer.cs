using System.Text.Json;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Reads a server of MLflow through its REST protocol, version 2.0, page by page.</summary>
internal sealed class MLflowServer(MLflowClient client, TransferLosses losses) : MLflowReader(losses)
{
    private const int PageOfRecords = 1000;
    private const int PageOfPoints = 25_000;
    private const int PageOfVersions = 10_000;
    private const int DeepestFolder = 32;
    private const string Proxied = "mlflow-artifacts:";
    private const string ProxyPath = "api/2.0/mlflow-artifacts/artifacts";

    public override IEnumerable<MLflowExperiment> Experiments(CancellationToken cancellation) =>
        client.Pages(token => ("experiments/search", Body(new() { ["view_type"] = "ALL" }, token)), "experiments", cancellation).Select(MLflowJson.Experiment).OfType<MLflowExperiment>();

    public override IEnumerable<MLflowRun> Runs(MLflowExperiment experiment, CancellationToken cancellation) => client.Pages(
            token => ("runs/search", Body(new() { ["experiment_ids"] = new[] { experiment.Id }, ["run_view_type"] = "ALL", ["order_by"] = new[] { "attributes.start_time ASC" } }, token)), "runs", cancellation)
        .Select(run => MLflowJson.Run(run, MLflowJson.Member(run, "data") ?? default, experiment.Id)).OfType<MLflowRun>();

    public override IEnumerable<MLflowPoint> Points(MLflowRun run, CancellationToken cancellation)
    {
        foreach (string key in run.MetricKeys)
        {
            IEnumerable<JsonElement> history = client.Pages(token => ($"metrics/get-history?{Query(("run_id", run.Id), ("metric_key", key), ("max_results", $"{PageOfPoints}"), ("page_token", token))}", null), "metrics", cancellation);
            foreach (JsonElement json in history)
            {
                if (MLflowJson.Point(key, json) is { } point) yield return point;
                else Losses.Add("point", "its value is not a number", $"'{key}' of run {run.Id}");
            }
        }
    }

    public override IEnumerable<MLflowFile> Files(MLflowRun run, CancellationToken cancellation) => Walk(
        path => client.Pages(token => ($"artifacts/list?{Query(("run_id", run.Id), ("path", path), ("page_token", token))}", null), "files", cancellation),
        path => run.ArtifactUri?.StartsWith(Proxied, StringComparison.Ordinal) == true ? Proxy(run.ArtifactUri, path) : $"get-artifact?{Query(("path", path), ("run_uuid", run.Id))}", "", 0);

    public override IEnumerable<MLflowLoggedModel> LoggedModels(MLflowExperiment experiment, CancellationToken cancellation) =>
        client.Pages(token => ("logged-models/search", Body(new() { ["experiment_ids"] = new[] { experiment.Id } }, token)), "models", cancellation).Select(MLflowJson.LoggedModel).OfType<MLflowLoggedModel>();

    public override IEnumerable<MLflowFile> Files(MLflowLoggedModel model, CancellationToken cancellation) => model.ArtifactUri?.StartsWith(Proxied, StringComparison.Ordinal) != true ? [] : Walk(
        path => client.Pages(
            token => ($"logged-models/{Uri.EscapeDataString(model.Id)}/artifacts/directories?{Query(("artifact_directory_path", path), ("page_token", token))}", null), "files", cancellation),
        path => Proxy(model.ArtifactUri, path), "", 0);

    public override IEnumerable<MLflowModel> Models(CancellationToken cancellation) => client
        .Pages(token => ($"registered-models/search?{Query(("max_results", $"{PageOfRecords}"), ("page_token", token))}", null), "registered_models", cancellation)
        .Select(model => MLflowJson.Model(model, Versions(MLflowJson.Text(model, "name") ?? "", cancellation))).OfType<MLflowModel>();

    protected override void Dispose(bool disposing) => client.Dispose();

    private IEnumerable<JsonElement> Versions(string model, CancellationToken cancellation) => client.Pages(
        token => ($"model-versions/search?{Query(("filter", $"name = '{model.Replace("'", "''", StringComparison.Ordinal)}'"), ("max_results", $"{PageOfVersions}"), ("page_token", token))}", null),
        "model_versions", cancellation);

    private IEnumerable<MLflowFile> Walk(Func<string, IEnumerable<JsonElement>> list, Func<string, string> address, string folder, int depth)
    {
        foreach (JsonElement file in list(folder))
        {
            if (MLflowJson.Text(file, "path") is not { Length: > 0 } path || path == folder || depth > DeepestFolder) continue;
            if (MLflowJson.Member(file, "is_dir") is { ValueKind: JsonValueKind.True })
            {
                foreach (MLflowFile within in Walk(list, address, path, depth + 1)) yield return within;
            }
            else
            {
                yield return new MLflowFile(path, (contents, cancellation) => client.Download(address(path), stream => contents.AddStream(stream, cancellation), cancellation));
            }
        }
    }

    // mlflow-artifacts:/1/run/artifacts, or mlflow-artifacts://host:5000/1/run/artifacts
    private static string Proxy(string root, string path)
    {
        string within = root[Proxied.Length..];
        if (within.StartsWith("//", StringComparison.Ordinal)) within = within.IndexOf('/', 2) is var end and >= 0 ? within[end..] : "";
        return $"{ProxyPath}/{string.Join('/', $"{within.Trim('/')}/{path}".Split('/').Select(Uri.EscapeDataString))}";
    }

    private static string Query(params (string Name, string? Value)[] parts) =>
        string.Join('&', parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));

    private static string Body(Dictionary<string, object> fields, string? token)
    {
        fields["max_results"] = PageOfRecords;
        if (!string.IsNullOrEmpty(token)) fields["page_token"] = token;
        return JsonSerializer.Serialize(fields);
    }
}
