using System.Text.Json;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Reading;

namespace ExperimentTracker.Web.Api;

/// <summary>What an endpoint of the API needs to answer a request.</summary>
internal sealed class ApiContext
{
    /// <summary>The request.</summary>
    public required HttpRequest Request { get; init; }

    /// <summary>The decoded parts of the path after those of the endpoint.</summary>
    public required IReadOnlyList<string> Rest { get; init; }

    /// <summary>The store.</summary>
    public required IExperimentStore Store { get; init; }

    /// <summary>What all requests share.</summary>
    public required ApiServices Services { get; init; }

    /// <summary>Is cancelled when the server stops.</summary>
    public required CancellationToken Cancellation { get; init; }

    /// <summary>Returns the one part of the path after those of the endpoint.</summary>
    /// <exception cref="HttpProblem">There is none, or more.</exception>
    public string Id => Rest is [{ Length: > 0 } id] ? id : throw HttpProblem.NotFound(Request.Path);

    /// <summary>An answer with an object.</summary>
    public static HttpReply Object(Action<Utf8JsonWriter> write) => HttpReply.Bytes(200, "application/json", ApiJson.Object(write));

    /// <summary>Parses the body.</summary>
    /// <exception cref="HttpProblem">It is not a JSON object.</exception>
    public JsonElement Body()
    {
        try
        {
            JsonElement body = JsonDocument.Parse(Request.Body, new JsonDocumentOptions { MaxDepth = 16 }).RootElement;
            return body.ValueKind == JsonValueKind.Object ? body : throw HttpProblem.Bad("The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw HttpProblem.Bad($"The body is not valid JSON: {e.Message}");
        }
    }

    /// <summary>Finds a run by its id, a live one or a removed one.</summary>
    /// <exception cref="HttpProblem">There is none.</exception>
    public Run FindRun(string id) => RunListRequest.Read(Store, [id], RunParts.All, Cancellation) is [var run] ? run
        : throw new HttpProblem(404, "RunNotFound", $"The store has no run with the id '{id}'. It may have been deleted; search it in the list of runs.");
}
