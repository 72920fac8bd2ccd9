namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>A request that is answered with an error of MLflow: a code, a message, and the status of HTTP that belongs to the code.</summary>
/// <param name="code">The code, by which clients tell errors apart.</param>
/// <param name="message">A sentence that says what to do.</param>
internal sealed class MlflowProblem(string code, string message) : Exception(message)
{
    private const string InvalidParameter = "INVALID_PARAMETER_VALUE";
    private const string DoesNotExist = "RESOURCE_DOES_NOT_EXIST";

    /// <summary>The code.</summary>
    public string Code { get; } = code;

    /// <summary>The status of HTTP. Clients repeat requests whose status is 429 or from 500 on, except 501.</summary>
    public int Status => Code switch
    {
        InvalidParameter or "BAD_REQUEST" or "RESOURCE_ALREADY_EXISTS" => 400,
        "UNAUTHENTICATED" => 401,
        "PERMISSION_DENIED" => 403,
        DoesNotExist or "ENDPOINT_NOT_FOUND" => 404,
        "NOT_IMPLEMENTED" => 501,
        "TEMPORARILY_UNAVAILABLE" => 503,
        _ => 500,
    };

    /// <summary>A value that is not valid.</summary>
    public static MlflowProblem Invalid(string message) => new(InvalidParameter, message);

    /// <summary>A record that does not exist.</summary>
    public static MlflowProblem NotFound(string message) => new(DoesNotExist, message);

    /// <summary>A name that is taken.</summary>
    public static MlflowProblem Exists(string message) => new("RESOURCE_ALREADY_EXISTS", message);

    /// <summary>An address that is not served.</summary>
    public static MlflowProblem NoEndpoint(string method, string path) => new("ENDPOINT_NOT_FOUND", $"This server does not answer {method} {path}. docs/interop.md lists what it serves.");

    /// <summary>An error of the store. What depends on the state of a record is an invalid value, because clients would repeat a request with the code of a state.</summary>
    public static MlflowProblem Of(TrackerException error) => new(
        error.Kind switch
        {
            TrackerErrorKind.NotFound => DoesNotExist,
            TrackerErrorKind.AlreadyExists => "RESOURCE_ALREADY_EXISTS",
            TrackerErrorKind.InvalidArgument or TrackerErrorKind.InvalidState or TrackerErrorKind.Ambiguous or TrackerErrorKind.Unsupported => InvalidParameter,
            TrackerErrorKind.PermissionDenied => "PERMISSION_DENIED",
            TrackerErrorKind.Unavailable => "TEMPORARILY_UNAVAILABLE",
            _ => "INTERNAL_ERROR",
        },
        error.Message);
}
