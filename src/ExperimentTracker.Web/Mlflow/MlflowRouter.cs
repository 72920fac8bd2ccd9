using ExperimentTracker.Web.Access;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Mlflow.Artifacts;
using ExperimentTracker.Web.Mlflow.Protocol;
using ExperimentTracker.Web.Mlflow.Registry;
using ExperimentTracker.Web.Mlflow.Tracking;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Mlflow;

/// <summary>MLflow's REST API over a store: the endpoints by method and path. Every write is one of the store's own operations.</summary>
internal sealed class MlflowRouter(StoreHandle store, string project, string? actor, Uri? publicAddress) : IProtocol, IDisposable
{
    // The version of MLflow whose API this is, as far as docs/interop.md says.
    private const string Version = "3.0.0";
    private const string ApiPath = "/api/2.0/mlflow/";
    private const string NewApiPath = "/api/3.0/mlflow/";
    private const string ArtifactsPath = "/api/2.0/mlflow-artifacts/";
    private const string LoggedModels = "logged-models/";
    private const long LargestMessage = 32 * 1024 * 1024;

    private static readonly Dictionary<string, Func<MlflowCall, HttpReply>> Endpoints = new(StringComparer.Ordinal)
    {
        ["POST experiments/create"] = ExperimentEndpoints.Create,
        ["GET experiments/get"] = ExperimentEndpoints.Get,
        ["GET experiments/get-by-name"] = ExperimentEndpoints.GetByName,
        ["GET experiments/search"] = ExperimentEndpoints.Search,
        ["POST experiments/search"] = ExperimentEndpoints.Search,
        ["GET experiments/list"] = ExperimentEndpoints.Search,
        ["POST experiments/delete"] = ExperimentEndpoints.Delete,
        ["POST experiments/restore"] = ExperimentEndpoints.Restore,
        ["POST experiments/update"] = ExperimentEndpoints.Update,
        ["POST experiments/set-experiment-tag"] = ExperimentEndpoints.SetTag,
        ["POST experiments/delete-experiment-tag"] = ExperimentEndpoints.DeleteTag,
        ["POST runs/create"] = RunEndpoints.Create,
        ["GET runs/get"] = RunEndpoints.Get,
        ["POST runs/update"] = RunEndpoints.Update,
        ["POST runs/delete"] = RunEndpoints.Delete,
        ["POST runs/restore"] = RunEndpoints.Restore,
        ["POST runs/search"] = SearchEndpoint.Post,
        ["POST runs/set-tag"] = RunEndpoints.SetTag,
        ["POST runs/delete-tag"] = RunEndpoints.DeleteTag,
        ["POST runs/log-metric"] = LoggedModelMetrics.After(LoggingEndpoints.LogMetric),
        ["POST runs/log-parameter"] = LoggingEndpoints.LogParameter,
        ["POST runs/log-batch"] = LoggedModelMetrics.After(LoggingEndpoints.LogBatch),
        ["POST runs/log-inputs"] = LoggingEndpoints.LogInputs,
        ["POST runs/log-model"] = LoggingEndpoints.LogModel,
        ["POST runs/outputs"] = LoggingEndpoints.LogOutputs,
        ["GET metrics/get-history"] = MetricEndpoints.History,
        ["GET metrics/get-history-bulk-interval"] = MetricEndpoints.HistoryOfRuns,
        ["GET artifacts/list"] = ArtifactEndpoints.ListOfRun,
        ["POST registered-models/create"] = ModelEndpoints.Create,
        ["GET registered-models/get"] = ModelEndpoints.Get,
        ["POST registered-models/rename"] = ModelEndpoints.Rename,
        ["PATCH registered-models/update"] = ModelEndpoints.Update,
        ["DELETE registered-models/delete"] = ModelEndpoints.Delete,
        ["GET registered-models/search"] = ModelEndpoints.Search,
        ["GET registered-models/get-latest-versions"] = ModelEndpoints.LatestVersions,
        ["POST registered-models/get-latest-versions"] = ModelEndpoints.LatestVersions,
        ["POST registered-models/set-tag"] = ModelEndpoints.SetTag,
        ["DELETE registered-models/delete-tag"] = ModelEndpoints.DeleteTag,
        ["POST registered-models/alias"] = VersionEndpoints.SetAlias,
        ["DELETE registered-models/alias"] = VersionEndpoints.DeleteAlias,
        ["GET registered-models/alias"] = VersionEndpoints.ByAlias,
        ["POST model-versions/create"] = VersionEndpoints.Create,
        ["GET model-versions/get"] = VersionEndpoints.Get,
        ["PATCH model-versions/update"] = VersionEndpoints.Update,
        ["DELETE model-versions/delete"] = VersionEndpoints.Delete,
        ["GET model-versions/search"] = VersionEndpoints.Search,
        ["GET model-versions/get-download-uri"] = VersionEndpoints.DownloadUri,
        ["POST model-versions/transition-stage"] = VersionEndpoints.TransitionStage,
        ["POST model-versions/set-tag"] = VersionEndpoints.SetTag,
        ["DELETE model-versions/delete-tag"] = VersionEndpoints.DeleteTag,
        ["POST logged-models"] = LoggedModelEndpoints.Create,
        ["POST logged-models/search"] = LoggedModelEndpoints.Search,
    };

    private static readonly (string Method, string Path, Func<MlflowCall, HttpReply> Endpoint)[] ArtifactPaths =
    [
        ("GET", "artifacts/", ArtifactEndpoints.Download),
        ("PUT", "artifacts/", ArtifactEndpoints.Upload),
        ("DELETE", "artifacts/", ArtifactEndpoints.Delete),
        ("POST", "mpu/create/", MultipartEndpoints.Create),
        ("PUT", MultipartEndpoints.PartsPath, MultipartEndpoints.Part),
        ("POST", "mpu/complete/", MultipartEndpoints.Complete),
        ("POST", "mpu/abort/", MultipartEndpoints.Abort),
    ];

    private readonly MlflowServices services = new(project, actor);

    // Using a store takes a thread. More of them would make the process larger, and answers not faster.
    private readonly SemaphoreSlim turns = new(Math.Max(4, Environment.ProcessorCount * 2));

    /// <inheritdoc/>
    public bool Covers(string path) => path is "/version" or "/health"
        || path.StartsWith(ApiPath, StringComparison.Ordinal) || path.StartsWith(NewApiPath, StringComparison.Ordinal) || path.StartsWith(ArtifactsPath, StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool IsOpen(string path) => path == "/health"
        || (path.StartsWith(ArtifactsPath + MultipartEndpoints.PartsPath, StringComparison.Ordinal) && services.Uploads.Has(path[(ArtifactsPath.Length + MultipartEndpoints.PartsPath.Length)..].Split('/')[0]));

    /// <inheritdoc/>
    public HttpReply Unauthorized() => MlflowReply.Error(new(
        "UNAUTHENTICATED", "This server needs a token. Set MLFLOW_TRACKING_TOKEN to it, or MLFLOW_TRACKING_PASSWORD with any MLFLOW_TRACKING_USERNAME. Start-ExperimentServer has shown it."))
        .With("WWW-Authenticate", "Bearer realm=\"experiments\"");

    /// <inheritdoc/>
    public long LargestBody(HttpRequest request, string path) =>
        request.Method == "PUT" && path.StartsWith(ArtifactsPath, StringComparison.Ordinal) ? Rules.ArtifactRules.LargestSize : LargestMessage;

    /// <summary>Answers a request for a path that <see cref="Covers"/> it.</summary>
    public async Task<HttpReply> AnswerAsync(HttpRequest request, string path, CancellationToken stopping)
    {
        if (path == "/health") return HttpReply.Text(200, "OK");
        if (path == "/version") return HttpReply.Text(200, Version);
        await turns.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Answer(request, path, stopping), stopping).ConfigureAwait(false);
        }
        catch (MlflowProblem e)
        {
            return MlflowReply.Error(e);
        }
        catch (HttpProblem e)
        {
            return MlflowReply.Error(e.Status == 404 ? MlflowProblem.NotFound(e.Message) : new("BAD_REQUEST", e.Message));
        }
        catch (TrackerException e)
        {
            return MlflowReply.Error(MlflowProblem.Of(e));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return MlflowReply.Error(new("INTERNAL_ERROR", $"The request failed: {e.Message}"));
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => services.Uploads.Dispose();

    // The name of the host was checked.
    private string AddressOf(HttpRequest request) => request.Header("Host") is var host && publicAddress?.Authority == host
        ? publicAddress!.AbsoluteUri.TrimEnd('/') + ArtifactsPath : $"http://{host}{ArtifactsPath}";

    private HttpReply Answer(HttpRequest request, string path, CancellationToken stopping)
    {
        string method = request.Method == "HEAD" ? "GET" : request.Method;
        if (path.StartsWith(ArtifactsPath, StringComparison.Ordinal))
        {
            string rest = path[ArtifactsPath.Length..];
            if (method == "GET" && rest is "artifacts" or "artifacts/") return ArtifactEndpoints.List(Call(request, "", default, stopping));
            foreach ((string verb, string prefix, Func<MlflowCall, HttpReply> endpoint) in ArtifactPaths)
                if (verb == method && rest.StartsWith(prefix, StringComparison.Ordinal)) return endpoint(Call(request, Uri.UnescapeDataString(rest[prefix.Length..]), verb == "POST" ? BodyOf(request) : default, stopping));
            throw MlflowProblem.NoEndpoint(method, path);
        }

        string name = path.StartsWith(ApiPath, StringComparison.Ordinal) ? path[ApiPath.Length..] : "";
        if (Endpoints.TryGetValue($"{method} {name}", out Func<MlflowCall, HttpReply>? answer)) return answer(Call(request, "", BodyOf(request), stopping));
        if (!name.StartsWith(LoggedModels, StringComparison.Ordinal)) throw MlflowProblem.NoEndpoint(method, path);
        return LoggedModelEndpoints.One(Call(request, Uri.UnescapeDataString(name[LoggedModels.Length..]), BodyOf(request), stopping));
    }

    private MlflowCall Call(HttpRequest request, string rest, ReadOnlyMemory<byte> body, CancellationToken stopping) => new()
    {
        Request = request, Address = AddressOf(request), Body = body, Arguments = Arguments.Of(request, body), Rest = rest, Store = store.Get(stopping), Services = services, Cancellation = stopping,
    };

    private static ReadOnlyMemory<byte> BodyOf(HttpRequest request)
    {
        if (request.Upload is null) return request.Body;
        byte[] body = new byte[request.BodyLength];
        using Stream file = request.OpenBody();
        file.ReadExactly(body);
        return body;
    }
}
