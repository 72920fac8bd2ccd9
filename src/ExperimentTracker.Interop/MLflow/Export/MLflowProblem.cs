using System.Net;
using System.Text.Json;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>A request that an MLflow server refused.</summary>
/// <param name="code">MLflow's code, such as <c>RESOURCE_DOES_NOT_EXIST</c>; or the status of HTTP.</param>
/// <param name="message">The message of the server.</param>
internal sealed class MLflowProblem(string code, string message) : Exception(message)
{
    /// <summary>The code of something that is not there.</summary>
    public const string NotThere = "RESOURCE_DOES_NOT_EXIST";

    /// <summary>The code of something that is there already.</summary>
    public const string IsThere = "RESOURCE_ALREADY_EXISTS";

    /// <summary>Whether the server does not know the address: it is an older one, or another program.</summary>
    public bool IsUnknownAddress => code is "404" or "405" or "ENDPOINT_NOT_FOUND";

    private const int MostOfMessage = 500;

    /// <summary>The code.</summary>
    public string Code => code;

    /// <summary>Reads the problem from an answer.</summary>
    public static MLflowProblem Of(HttpStatusCode status, byte[] content)
    {
        try
        {
            JsonElement body = JsonSerializer.Deserialize<JsonElement>(content);
            if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error_code", out JsonElement code))
            {
                return new(code.ToString(), body.TryGetProperty("message", out JsonElement message) ? Cut(message.ToString()) : code.ToString());
            }
        }
        catch (JsonException)
        {
            // A proxy before the server, or something else than MLflow.
        }

        return new(((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), $"HTTP status {(int)status}");
    }

    private static string Cut(string text) => text.Length <= MostOfMessage ? text : text[..MostOfMessage] + "…";
}
