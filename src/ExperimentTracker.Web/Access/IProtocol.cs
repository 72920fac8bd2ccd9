using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Access;

/// <summary>
/// A protocol that programs speak with the server, beside the page. Its requests name the token in the header <c>Authorization</c>: a cookie, which a browser sends by itself,
/// gives no access.
/// </summary>
internal interface IProtocol
{
    /// <summary>Whether a path within the server belongs to the protocol.</summary>
    bool Covers(string path);

    /// <summary>Whether a path is answered without the token.</summary>
    bool IsOpen(string path);

    /// <summary>The answer to a request without the token, in the form that its clients expect.</summary>
    HttpReply Unauthorized();

    /// <summary>The size of the largest body of a request in bytes.</summary>
    long LargestBody(HttpRequest request, string path);
}
