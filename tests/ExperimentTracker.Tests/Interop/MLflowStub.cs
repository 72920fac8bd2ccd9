using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExperimentTracker.Tests.Interop;

/// <summary>A server that answers as MLflow's documentation of its REST protocol says, in small pages.</summary>
internal sealed class MLflowStub : IDisposable
{
    public const string Token = "t0ken";
    public const string Parent = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1";
    public const string Child = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2";
    public const string Deleted = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3";

    private const int PageSize = 2;

    private readonly HttpListener listener = new();
    private readonly Task serving;

    public MLflowStub()
    {
        Address = $"http://localhost:{FreePort.Find()}/lab";
        listener.Prefixes.Add(Address + "/");
        listener.Start();
        serving = Task.Run(Serve);
    }

    public string Address { get; }

    /// <summary>The number of requests that are answered with 503 first.</summary>
    public int Busy { get; set; }

    /// <summary>What requests to this path are answered with, instead of what is right.</summary>
    public (string Path, HttpStatusCode Status)? Failing { get; set; }

    /// <summary>The points of the metric of the first run.</summary>
    public List<(string Value, long Timestamp, long Step)> Points { get; } =
        [("0.5", 1700000000200, 0), ("0.30000000000000004", 1700000000300, 1), ("\"NaN\"", 1700000000301, 1), ("1.7976931348623157e+308", 1700000000400, 2), ("-7", 1700000000500, 3)];

    public void Dispose()
    {
        listener.Stop();
        serving.Wait();
        listener.Close();
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
            {
                return;
            }

            Answer(context);
        }
    }

    private void Answer(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath["/lab/".Length..];
        (HttpStatusCode status, byte[] content) =
            context.Request.Headers["Authorization"] != $"Bearer {Token}" ? (HttpStatusCode.Unauthorized, [])
            : Busy-- > 0 ? (HttpStatusCode.ServiceUnavailable, [])
            : Failing is { } failing && path == failing.Path ? (failing.Status, [])
            : Content(context.Request, path) is { } found ? (HttpStatusCode.OK, found)
            : (HttpStatusCode.NotFound, Encoding.UTF8.GetBytes("""{"error_code":"ENDPOINT_NOT_FOUND"}"""));
        context.Response.StatusCode = (int)status;
        context.Response.OutputStream.Write(content);
        context.Response.Close();
    }

    private byte[]? Content(HttpListenerRequest request, string path)
    {
        JsonNode? body = request.HasEntityBody ? JsonNode.Parse(request.InputStream) : null;
        string? Query(string name) => request.QueryString[name];
        string? token = Query("page_token") ?? (string?)body?["page_token"];
        return path switch
        {
            "api/2.0/mlflow/experiments/search" when (string?)body!["view_type"] == "ALL" => Page("experiments", token,
                """{"experiment_id":"0","name":"Default","lifecycle_stage":"active","creation_time":1690000000000,"last_update_time":1690000000000}""",
                """{"experiment_id":"1","name":"wine","lifecycle_stage":"active","creation_time":1690000000001,"last_update_time":1690000000002,"tags":[{"key":"team","value":"red"}]}""",
                """{"experiment_id":"2","name":"old","lifecycle_stage":"deleted","creation_time":1690000000003,"last_update_time":1690000000004}"""),
            "api/2.0/mlflow/runs/search" when (string?)body!["run_view_type"] == "ALL" => (string?)body["experiment_ids"]![0] == "1" ? Page("runs", token, Runs()) : Page("runs", token),
            "api/2.0/mlflow/metrics/get-history" when Query("run_id") == Parent && Query("metric_key") == "val/loss" => Page(
                "metrics", token, [.. Points.Select(p => $$"""{"key":"val/loss","value":{{p.Value}},"timestamp":{{p.Timestamp}},"step":"{{p.Step}}"}""")]),
            "api/2.0/mlflow/artifacts/list" when Query("run_id") == Parent => Page("files", token, Query("path") switch
            {
                null => ["""{"path":"model","is_dir":true}""", """{"path":"notes.txt","is_dir":false,"file_size":6}""", """{"path":"lost.txt","is_dir":false,"file_size":1}"""],
                "model" => ["""{"path":"model/ML model","is_dir":false,"file_size":"11"}"""],
                _ => [],
            }),
            "api/2.0/mlflow/artifacts/list" => Page("files", token),
            "api/2.0/mlflow-artifacts/artifacts/1/" + Parent + "/artifacts/notes.txt" => "a note"u8.ToArray(),
            "api/2.0/mlflow-artifacts/artifacts/1/" + Parent + "/artifacts/model/ML%20model" => "flavors: {}"u8.ToArray(),
            "api/2.0/mlflow/registered-models/search" => Page("registered_models", token,
                """{"name":"wine's","creation_timestamp":1700000200000,"last_updated_timestamp":"1700000300000","aliases":[{"alias":"champion","version":"2"}]}"""),
            "api/2.0/mlflow/model-versions/search" when Query("filter") == "name = 'wine''s'" => Page("model_versions", token,
                $$"""{"name":"wine's","version":"1","creation_timestamp":1700000200001,"current_stage":"Archived","run_id":"{{Parent}}","source":"mlflow-artifacts:/1/{{Parent}}/artifacts/model","status":"READY"}""",
                $$"""{"name":"wine's","version":"2","creation_timestamp":1700000200002,"current_stage":"Production","run_id":"{{Parent}}","source":"runs:/{{Parent}}/model","status":"READY"}""",
                """{"name":"wine's","version":"3","creation_timestamp":1700000200003,"current_stage":"None","status":"READY"}"""),
            _ => null,
        };
    }

    private static string[] Runs() =>
    [
        $$$"""
        {"info":{"run_id":"{{{Parent}}}","run_name":"parent","experiment_id":"1","status":"FINISHED","start_time":1700000000123,"end_time":"1700000100456","lifecycle_stage":"active","user_id":"ada","artifact_uri":"mlflow-artifacts:/1/{{{Parent}}}/artifacts"},
         "data":{"metrics":[{"key":"val/loss","value":-7,"timestamp":1700000000500,"step":3}],"params":[{"key":"lr","value":"0.01"}],"tags":[{"key":"mlflow.source.name","value":"train.py"}]},
         "inputs":{"dataset_inputs":[{"tags":[{"key":"mlflow.data.context","value":"train"}],"dataset":{"name":"wine","digest":"f8bb6a7e","source_type":"local","source":"{\"uri\":\"/data/wine.csv\"}"}}]}}
        """,
        $$$"""{"info":{"run_id":"{{{Child}}}","experiment_id":"1","status":"RUNNING","start_time":1700000001000,"lifecycle_stage":"active"},"data":{"tags":[{"key":"mlflow.parentRunId","value":"{{{Parent}}}"}]}}""",
        $$$"""{"info":{"run_id":"{{{Deleted}}}","experiment_id":"1","status":"KILLED","start_time":1700000002000,"end_time":1700000003000,"lifecycle_stage":"deleted"},"data":{}}""",
    ];

    private static byte[] Page(string list, string? token, params string[] items)
    {
        int start = token is null ? 0 : int.Parse(token, System.Globalization.CultureInfo.InvariantCulture);
        string next = start + PageSize < items.Length ? $",\"next_page_token\":\"{start + PageSize}\"" : "";
        string json = items.Length == 0 ? "{}" : $"{{\"{list}\":[{string.Join(',', items.Skip(start).Take(PageSize))}]{next}}}";
        using JsonDocument valid = JsonDocument.Parse(json);
        return Encoding.UTF8.GetBytes(json);
    }
}
