namespace ExperimentTracker.Web.Http;

/// <summary>Answers the requests of a server.</summary>
internal interface IHttpHandler
{
    /// <summary>Answers a request.</summary>
    Task<HttpReply> AnswerAsync(HttpRequest request, CancellationToken stopping);

    /// <summary>
    /// Decides about a request whose body is larger than <see cref="HttpLimits.LargestBody"/>, before the body is received.
    /// </summary>
    /// <returns>The answer that refuses it, or <see langword="null"/> to receive the body in a file.</returns>
    HttpReply? RefuseUpload(HttpRequest request);
}
