using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>A request, with what is needed to answer it.</summary>
internal sealed class MlflowCall
{
    /// <summary>The request.</summary>
    public required HttpRequest Request { get; init; }

    /// <summary>The body, unless it is a content.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Its parameters.</summary>
    public required Arguments Arguments { get; init; }

    /// <summary>The decoded part of the path that is not the name of the endpoint: the path of an artifact, or the id of a logged model and what follows.</summary>
    public string Rest { get; init; } = "";

    /// <summary>The address of the artifact service, as the client reaches the server: <c>http://host:port/api/2.0/mlflow-artifacts/</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The store.</summary>
    public required IExperimentStore Store { get; init; }

    /// <summary>What all requests share.</summary>
    public required MlflowServices Services { get; init; }

    /// <summary>Is cancelled when the server stops.</summary>
    public required CancellationToken Cancellation { get; init; }
}
