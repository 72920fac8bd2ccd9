using ExperimentTracker.Contracts.Assistants;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;

namespace ExperimentTracker.Web.Api;

/// <summary>
/// <c>POST mcp</c>: the Model Context Protocol over HTTP (modelcontextprotocol.io, Streamable HTTP). Each message is answered by itself: there are no sessions, and the
/// server has nothing to say by itself, so there is no <c>GET</c>.
/// </summary>
internal sealed class AssistantEndpoint(IAssistantServer server, AssistantSource source)
{
    /// <summary>The path.</summary>
    public const string Path = "/mcp";

    /// <summary>Answers a message.</summary>
    public async Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken stopping)
    {
        if (request.Method != "POST") return Error(405, "MethodNotAllowed", "Use POST.").With("Allow", "POST");
        using var output = new MemoryStream();
        try
        {
            bool hasAnswer = await Task.Run(() => server.AnswerAsync(source, request.Body, output, stopping), stopping).ConfigureAwait(false);
            return hasAnswer ? HttpReply.Bytes(200, "text/event-stream", output.ToArray()) : HttpReply.Text(202, "");
        }
        catch (FormatException e)
        {
            return Error(400, "MessageInvalid", $"The body is not a message of JSON-RPC 2.0: {e.Message}");
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            return Error(500, "AssistantFailed", $"The message could not be answered: {e.Message}");
        }
    }

    private static HttpReply Error(int status, string id, string message) => HttpReply.Bytes(status, "application/json", ApiJson.Error(id, message));
}
