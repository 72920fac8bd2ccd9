using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExperimentTracker.Tests.Exporting;

/// <summary>
/// An MLflow server as far as exports use it, by its REST documentation: experiments, runs, batches within the documented limits, the history of metrics, uploads. A database
/// keeps a point once, an infinity as the largest number, and refuses another value of a parameter.
/// </summary>
internal sealed class FakeMlflow : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly Thread thread;
    private readonly object gate = new();
    private readonly string? token;
    private volatile bool isDown;

    public FakeMlflow(string? token = null)
    {
        this.token = token;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        listener.Prefixes.Add(Address);
        listener.Start();
        thread = new Thread(Serve) { IsBackground = true };
        thread.Start();
    }

    public string Address { get; }

    public Dictionary<string, string> Experiments { get; } = [];

    public Dictionary<(string Id, string Tag), string> ExperimentTags { get; } = [];

    public List<FakeRun> Runs { get; } = [];

    public Dictionary<string, byte[]> Files { get; } = [];

    public List<string> Requests { get; } = [];

    /// <summary>Fails the request with this number, counted from now; its effect remains.</summary>
    public int? LoseAnswer { get; set; }

    /// <summary>Whether every request fails, as if a proxy had lost the server.</summary>
    public bool IsDown
    {
        get => isDown;
        set => isDown = value;
    }

    public FakeRun RunOf(string id)
    {
        lock (gate) return Assert.Single(Runs, r => r.Tags["experimenttracker.run_id"] == id);
    }

    public T Locked<T>(Func<T> read)
    {
        lock (gate) return read();
    }

    public void Dispose() => listener.Close();

    private void Serve()
    {
        try
        {
            while (true) Answer(listener.GetContext());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }

    private void Answer(HttpListenerContext context)
    {
        string path = context.Request.Url!.AbsolutePath;
        using var body = new MemoryStream();
        context.Request.InputStream.CopyTo(body);
        (int status, JsonObject answer) = (503, new JsonObject());
        lock (gate)
        {
            if (!IsDown)
            {
                Requests.Add($"{context.Request.HttpMethod} {path}");
                (status, answer) = token is not null && context.Request.Headers["Authorization"] != $"Bearer {token}" ? (401, []) : Handle(context.Request, path, body.ToArray());
                if (LoseAnswer is { } count && (LoseAnswer = count - 1) == 0) status = 500;
            }
        }

        context.Response.StatusCode = status;
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(answer);
        context.Response.OutputStream.Write(content);
        context.Response.Close();
    }

    private (int Status, JsonObject Answer) Handle(HttpListenerRequest request, string path, byte[] body)
    {
        const string api = "/api/2.0/mlflow/", uploads = "/api/2.0/mlflow-artifacts/artifacts/";
        if (path.StartsWith(uploads, StringComparison.Ordinal))
        {
            Files[Uri.UnescapeDataString(path[uploads.Length..])] = body;
            return (200, []);
        }

        if (body.Length > 1_000_000) return Refuse("INVALID_PARAMETER_VALUE");
        JsonObject json = body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject();
        string id = (string?)json["run_id"] ?? request.QueryString["run_id"] ?? "";
        FakeRun? run = Runs.Find(r => r.Id == id);
        switch (path[api.Length..])
        {
            case "experiments/create":
                string name = (string)json["name"]!;
                if (!Experiments.TryAdd(name, (Experiments.Count + 1).ToString(CultureInfo.InvariantCulture))) return Refuse("RESOURCE_ALREADY_EXISTS");
                return (200, new() { ["experiment_id"] = Experiments[name] });
            case "experiments/get-by-name":
                string found = Experiments[request.QueryString["experiment_name"]!];
                return (200, new() { ["experiment"] = new JsonObject { ["experiment_id"] = found, ["lifecycle_stage"] = "active", ["tags"] = FakeRun.TagsOf(ExperimentTags.Where(t => t.Key.Id == found).Select(t => KeyValuePair.Create(t.Key.Tag, t.Value))) } });
            case "experiments/set-experiment-tag":
                ExperimentTags[((string)json["experiment_id"]!, (string)json["key"]!)] = (string)json["value"]!;
                return (200, []);
            case "runs/search":
                string filter = (string)json["filter"]!;
                Assert.StartsWith("tags.`experimenttracker.run_id` = '", filter, StringComparison.Ordinal);
                FakeRun[] matching = [.. Runs.Where(r => r.ExperimentId == (string)json["experiment_ids"]![0]! && r.Tags["experimenttracker.run_id"] == filter.Split('\'')[1])];
                return (200, new() { ["runs"] = new JsonArray([.. matching.Select(r => r.ToJson())]) });
            case "runs/create":
                run = new FakeRun { Id = Guid.NewGuid().ToString("N"), ExperimentId = (string)json["experiment_id"]!, Name = (string)json["run_name"]!, StartTime = (long)json["start_time"]! };
                foreach (JsonNode? tag in json["tags"]!.AsArray()) run.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
                Runs.Add(run);
                return (200, new() { ["run"] = run.ToJson() });
            case "runs/log-batch": return run!.Log(json) ? (200, []) : Refuse("INVALID_PARAMETER_VALUE");
            case "runs/update":
                (run!.Status, run.EndTime) = ((string)json["status"]!, (long?)json["end_time"] ?? run.EndTime);
                return (200, []);
            case "runs/set-tag":
                run!.Tags[(string)json["key"]!] = (string)json["value"]!;
                return (200, []);
            case "metrics/get-history":
                FakePoint[] points = [.. run!.Points.Where(p => p.Key == request.QueryString["metric_key"])];
                int from = request.QueryString["page_token"] is { Length: > 0 } page ? int.Parse(page, CultureInfo.InvariantCulture) : 0;
                const int pageSize = 700;
                var answer = new JsonObject { ["metrics"] = new JsonArray([.. points.Skip(from).Take(pageSize).Select(p => p.ToJson())]) };
                if (from + pageSize < points.Length) answer["next_page_token"] = (from + pageSize).ToString(CultureInfo.InvariantCulture);
                return (200, answer);
            default: return (404, new() { ["error_code"] = "ENDPOINT_NOT_FOUND" });
        }
    }

    private static (int Status, JsonObject Answer) Refuse(string code) => (400, new() { ["error_code"] = code, ["message"] = "refused by the fake" });
}

/// <summary>A point that a server has.</summary>
internal sealed record FakePoint(string Key, long Step, long Time, double Value)
{
    public JsonObject ToJson() => new()
    {
        ["key"] = Key, ["step"] = Step.ToString(CultureInfo.InvariantCulture), ["timestamp"] = Time.ToString(CultureInfo.InvariantCulture),
        ["value"] = double.IsFinite(Value) ? Value : (JsonNode)Value.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>A run that a server has.</summary>
internal sealed class FakeRun
{
    public required string Id { get; init; }

    public required string ExperimentId { get; init; }

    public required string Name { get; init; }

    public long StartTime { get; init; }

    public long EndTime { get; set; }

    public string Status { get; set; } = "RUNNING";

    public Dictionary<string, string> Tags { get; } = [];

    public Dictionary<string, string> Parameters { get; } = [];

    public HashSet<FakePoint> Points { get; } = [];

    public bool Log(JsonObject batch)
    {
        JsonArray metrics = batch["metrics"]!.AsArray(), parameters = batch["params"]!.AsArray(), tags = batch["tags"]!.AsArray();
        if (metrics.Count > 1000 || parameters.Count > 100 || tags.Count > 100 || metrics.Count + parameters.Count + tags.Count > 1000) return false;
        foreach (JsonNode? p in parameters)
        {
            (string key, string value) = ((string)p!["key"]!, (string)p["value"]!);
            if (value.Length > 6000 || (Parameters.TryGetValue(key, out string? other) && other != value)) return false;
            Parameters[key] = value;
        }

        foreach (JsonNode? t in tags) Tags[(string)t!["key"]!] = (string)t["value"]!;
        foreach (JsonNode? m in metrics)
        {
            JsonNode value = m!["value"]!;
            double number = value.GetValueKind() == JsonValueKind.String ? double.Parse((string)value!, CultureInfo.InvariantCulture) : (double)value;
            if (double.IsInfinity(number)) number = number > 0 ? double.MaxValue : double.MinValue;
            Points.Add(new((string)m["key"]!, (long)m["step"]!, (long)m["timestamp"]!, number + 0.0));
        }

        return true;
    }

    public JsonObject ToJson() => new()
    {
        ["info"] = new JsonObject { ["run_id"] = Id, ["artifact_uri"] = $"mlflow-artifacts:/{ExperimentId}/{Id}/artifacts" },
        ["data"] = new JsonObject { ["tags"] = TagsOf(Tags) },
    };

    public static JsonArray TagsOf(IEnumerable<KeyValuePair<string, string>> tags) => new([.. tags.Select(t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value })]);
}
