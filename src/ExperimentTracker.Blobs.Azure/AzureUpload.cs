using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ExperimentTracker.Contracts.Blobs;

namespace ExperimentTracker.Blobs.Azure;

/// <summary>An upload in blocks, which are no blob before they are committed. The client sends a block again when its connection fails.</summary>
internal sealed class AzureUpload(BlockBlobClient blob, ArtifactLocation location) : IObjectUpload
{
    // Ids of blocks have the same length; those of two writers of one blob differ, so that neither commits a block of the other.
    private readonly string writer = Guid.NewGuid().ToString("N");
    private readonly List<string> blocks = [];

    public void Add(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        string id = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{writer}{blocks.Count:D5}"));
        AzureErrors.Run(location, () =>
        {
            using var content = new MemoryStream(part.ToArray(), writable: false);
            return blob.StageBlock(id, content, cancellationToken: cancellation);
        });
        blocks.Add(id);
    }

    public bool Complete(bool overwrite, CancellationToken cancellation)
    {
        try
        {
            AzureErrors.Run(location, () => blob.CommitBlockList(blocks, new CommitBlockListOptions { Conditions = overwrite ? null : AzureObjects.Absent }, cancellation));
            return true;
        }
        catch (RequestFailedException e) when (AzureErrors.IsTaken(e))
        {
            return false;
        }
    }

    // Azure deletes the blocks a week later, or when the blob is committed by another upload.
    public void Dispose()
    {
    }
}
