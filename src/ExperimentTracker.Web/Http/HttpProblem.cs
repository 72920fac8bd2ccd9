namespace ExperimentTracker.Web.Http;

/// <summary>A request that is answered with an error.</summary>
/// <param name="status">The status code of HTTP.</param>
/// <param name="id">The id of the error.</param>
/// <param name="message">A sentence that says what to do.</param>
internal sealed class HttpProblem(int status, string id, string message) : Exception(message)
{
    /// <summary>The status code of HTTP.</summary>
    public int Status { get; } = status;

    /// <summary>The id of the error.</summary>
    public string Id { get; } = id;

    /// <summary>A parameter or a body that cannot be read.</summary>
    public static HttpProblem Bad(string message) => new(400, "RequestInvalid", message);

    /// <summary>An address that is not served.</summary>
    public static HttpProblem NotFound(string path) => new(404, "NotFound", $"There is nothing at '{path}'.");
}
