using Azure;
using Azure.Core;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Blobs.Azure;

/// <summary>
/// Opens containers of Azure Blob Storage. Credentials are those of the Azure tools: <c>AZURE_STORAGE_KEY</c> or <c>AZURE_STORAGE_SAS_TOKEN</c>; otherwise the
/// chain of Azure's identity library (environment, workload identity, managed identity, the signed-in developer).
/// </summary>
public sealed class AzureProvider : IObjectStoreProvider
{
    private const int Retries = 6;

    /// <inheritdoc/>
    public IObjectStore Open(ArtifactLocation location)
    {
        string service = location.Endpoint?.AbsoluteUri.TrimEnd('/') ?? $"https://{location.Account}.blob.core.windows.net";
        var container = new Uri($"{service}/{location.Container}");
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = Retries;
        options.Retry.MaxDelay = TimeSpan.FromSeconds(8);
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        try
        {
            return new AzureObjects(ClientOf(container, location, options), location);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw AzureErrors.Translate(location, new AuthenticationFailedException("AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN has not the form of a key or token", e));
        }
    }

    private static BlobContainerClient ClientOf(Uri container, ArtifactLocation location, BlobClientOptions options)
    {
        if (Environment.GetEnvironmentVariable("AZURE_STORAGE_KEY") is { Length: > 0 } key) return new BlobContainerClient(container, new StorageSharedKeyCredential(location.Account, key), options);
        if (Environment.GetEnvironmentVariable("AZURE_STORAGE_SAS_TOKEN") is { Length: > 0 } token) return new BlobContainerClient(container, new AzureSasCredential(token), options);
        TokenCredential chain = new DefaultAzureCredential();
        return new BlobContainerClient(container, chain, options);
    }
}
