using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Api;

/// <summary>The endpoints of the API by method and path.</summary>
internal sealed class ApiRouter(StoreHandle store, ApiServices services)
{
    private static readonly Dictionary<string, Func<ApiContext, Task<HttpReply>>> Endpoints = new(StringComparer.Ordinal)
    {
        ["GET store"] = Simply(StoreEndpoint.Get),
        ["GET home"] = Simply(HomeEndpoint.Get),
        ["GET runs"] = RunsEndpoint.GetAsync,
        ["GET columns"] = Simply(ColumnsEndpoint.Get),
        ["POST curves"] = Simply(CurvesEndpoint.Post),
        ["GET run"] = Simply(context => context.Rest switch
        {
            [_, "log"] => LogEndpoint.Get(context),
            [_, "distributions"] => DistributionsEndpoint.Get(context),
            _ => RunEndpoint.Get(context),
        }),
        ["GET runs.csv"] = CsvEndpoint.GetAsync,
        ["GET filter"] = Simply(FilterEndpoint.Check),
        ["GET suggest"] = Simply(FilterEndpoint.Suggest),
        ["GET events"] = Simply(context => context.Services.Events.Listen()),
        ["GET artifact"] = Simply(ArtifactEndpoint.Get),
        ["POST compare"] = Simply(CompareEndpoint.Post),
        ["GET models"] = Simply(ModelsEndpoint.Get),
        ["GET metrics"] = Simply(MetricsEndpoint.Get),
        ["GET importance"] = Simply(ImportanceEndpoint.Get),
        ["POST changes"] = Simply(ChangesEndpoint.Post),
    };

    // Reading a store takes a thread. More of them would make the process larger, and answers not faster.
    private readonly SemaphoreSlim turns = new(Math.Max(4, Environment.ProcessorCount * 2));

    /// <summary>Answers a request for a path after <c>api/</c>.</summary>
    public async Task<HttpReply> AnswerAsync(HttpRequest request, string path, CancellationToken stopping)
    {
        string[] parts = path.Split('/');
        string method = request.Method == "HEAD" ? "GET" : request.Method;
        string name = parts[0];
        if (!Endpoints.TryGetValue($"{method} {name}", out Func<ApiContext, Task<HttpReply>>? endpoint))
        {
            string[] others = [.. Endpoints.Keys.Where(key => key.EndsWith(" " + name, StringComparison.Ordinal)).Select(key => key.Split(' ')[0])];
            return others.Length == 0
                ? Error(404, "NotFound", $"There is nothing at '{request.Path}'.")
                : Error(405, "MethodNotAllowed", $"Use {string.Join(" or ", others)}.").With("Allow", string.Join(", ", others));
        }

        await turns.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () => endpoint(new ApiContext
                {
                    Request = request, Rest = [.. parts.Skip(1).Select(Uri.UnescapeDataString)], Store = store.Get(stopping), Services = services, Cancellation = stopping,
                }),
                stopping).ConfigureAwait(false);
        }
        catch (RunFilterException e)
        {
            return HttpReply.Bytes(400, "application/json", ApiJson.Error(e.ErrorId, e.Message, new TextPlace(e.Line, e.Column, e.Length)));
        }
        catch (HttpProblem e)
        {
            return Error(e.Status, e.Id, e.Message);
        }
        catch (TrackerException e)
        {
            return Error(StatusOf(e.Kind), e.ErrorId, e.Message);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Error(500, "InternalError", $"The request failed: {e.Message}");
        }
        finally
        {
            turns.Release();
        }
    }

    private static HttpReply Error(int status, string id, string message) => HttpReply.Bytes(status, "application/json", ApiJson.Error(id, message));

    private static Func<ApiContext, Task<HttpReply>> Simply(Func<ApiContext, HttpReply> answer) => context => Task.FromResult(answer(context));

    private static int StatusOf(TrackerErrorKind kind) => kind switch
    {
        TrackerErrorKind.NotFound => 404,
        TrackerErrorKind.PermissionDenied => 403,
        TrackerErrorKind.Unavailable => 503,
        TrackerErrorKind.AlreadyExists or TrackerErrorKind.InvalidState => 409,
        TrackerErrorKind.InvalidArgument => 400,
        _ => 500,
    };
}
