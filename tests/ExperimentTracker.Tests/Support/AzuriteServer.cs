using Azure.Storage;
using Azure.Storage.Blobs;

namespace ExperimentTracker.Tests.Support;

/// <summary>Azurite, an emulator of Azure Blob Storage in Node.js, with the packages of <c>tests/services/azurite/package-lock.json</c>.</summary>
public sealed class AzuriteServer : ObjectService
{
    private const string Account = "devstoreaccount1";
    private const string Container = "tests";

    // The public key of the emulator, which is no secret: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private AzuriteServer()
    {
    }

    public static AzuriteServer Shared { get; } = new();

    private static string Folder => Path.Combine(SourceTree.Root, "tests/services/azurite");

    private static string Program => Path.Combine(Folder, "node_modules/azurite/dist/src/blob/main.js");

    private static BlobContainerClient NewClient(int port) =>
        new(new Uri($"http://127.0.0.1:{port}/{Account}/{Container}"), new StorageSharedKeyCredential(Account, Key));

    protected override string? Missing() => NodePackages.Obstacle(Folder, "Azurite, an emulator of Azure Blob Storage,");

    protected override (string Program, string[] Arguments) CommandFor(int port) => (
        "node", [Program, "--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--inMemoryPersistence", "--skipApiVersionCheck", "--silent", "--disableTelemetry"]);

    protected override void Prepare(int port)
    {
        Environment.SetEnvironmentVariable("AZURE_STORAGE_KEY", Key);
        NewClient(port).Create();
    }

    protected override string LocationOf(string prefix, int port) => $"azure://{Account}/{Container}/{prefix}?endpoint=http://127.0.0.1:{port}/{Account}";
}
