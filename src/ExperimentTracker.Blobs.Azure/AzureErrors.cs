using System.Net;
using Azure;
using Azure.Identity;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Blobs.Azure;

/// <summary>The errors of Azure as those of the contract.</summary>
internal static class AzureErrors
{
    private const string Sources = "AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN, or the identity that Azure's tools use (environment, workload identity, managed identity, az login)";

    /// <summary>Whether an object exists that a conditional request did not want.</summary>
    public static bool IsTaken(RequestFailedException e) => e.ErrorCode is "BlobAlreadyExists" or "ConditionNotMet";

    public static bool IsMissing(RequestFailedException e) => e.Status == (int)HttpStatusCode.NotFound && e.ErrorCode != "ContainerNotFound";

    /// <summary>Runs a request.</summary>
    public static T Run<T>(ArtifactLocation location, Func<T> request)
    {
        try
        {
            return request();
        }
        catch (Exception e) when (e is AuthenticationFailedException or AggregateException or HttpRequestException or IOException || (e is RequestFailedException r && !IsTaken(r) && !IsMissing(r)))
        {
            throw Translate(location, e);
        }
    }

    public static TrackerException Translate(ArtifactLocation location, Exception e) => e switch
    {
        RequestFailedException { ErrorCode: "ContainerNotFound" } => BlobErrors.NotFound(location.Place, Short(e)),
        AuthenticationFailedException or RequestFailedException { Status: (int)HttpStatusCode.Forbidden or (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Conflict } =>
            BlobErrors.AccessDenied(location.Place, Sources, Short(e)),
        _ => BlobErrors.Unreachable(location.Place, Short(e)),
    };

    // Azure's messages continue with headers and bodies of responses.
    private static InvalidOperationException Short(Exception e) => new(e.Message.Split('\n')[0].Trim(), e);
}
