using System.Text;
using ExperimentTracker.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Api;

/// <summary><c>GET api/artifact/ID</c> and <c>GET api/artifact/ID/path/in/folder</c>: the content of an artifact.</summary>
internal static class ArtifactEndpoint
{
    // Larger contents are sent as they are read, and not checked.
    private const long LargestChecked = 16 * 1024 * 1024;
    private const int BlockSize = 64 * 1024;

    public static HttpReply Get(ApiContext context)
    {
        if (context.Rest.Count == 0) throw HttpProblem.NotFound(context.Request.Path);
        string id = context.Rest[0];
        Artifact artifact = context.Store.Artifacts.Query(new ArtifactQuery { Ids = [id] }, context.Cancellation) is [var found] ? found
            : throw new HttpProblem(404, "ArtifactNotFound", $"The store has no artifact with the id '{id}'.");
        return Content(context.Store, context.Request, artifact, context.Rest.Count > 1 ? string.Join('/', context.Rest.Skip(1)) : null, context.Cancellation);
    }

    /// <summary>Answers with the content of an artifact, or the part of it that the request asks for.</summary>
    /// <param name="store">The store.</param>
    /// <param name="request">The request.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="path">The path of a file in it, if it is a folder.</param>
    /// <param name="cancellation">Is cancelled when the server stops.</param>
    /// <exception cref="TrackerException">The content is not stored, is missing or damaged, or there is no such file.</exception>
    public static HttpReply Content(IExperimentStore store, HttpRequest request, Artifact artifact, string? path, CancellationToken cancellation)
    {
        if (!artifact.IsStored && artifact.Kind == ArtifactKind.Record)
            return Reply(request, artifact.Key, "application/json", Encoding.UTF8.GetBytes(JsonText.Write(artifact.Config)));
        if (!artifact.IsStored) throw ArtifactErrors.NotStored(artifact.Key, artifact.Location);

        // A path is only compared with those of the folder's files, which are rows.
        ArtifactFile? file = artifact.Kind != ArtifactKind.Folder ? null
            : store.Artifacts.Files(artifact.Id, cancellation).FirstOrDefault(f => f.Path == path) ?? throw ArtifactErrors.FileInFolderNotFound(path ?? "", artifact.Key);
        if (file is null && path is not null) throw ArtifactErrors.FileInFolderNotFound(path, artifact.Key);
        string digest = file?.Digest ?? artifact.Digest!, name = file?.Path ?? artifact.Key;
        long size = file?.Size ?? artifact.Size ?? 0;
        string mediaType = file is null ? artifact.MediaType ?? MediaTypes.Of(name) : MediaTypes.Of(name);
        string tag = $"\"{ArtifactRules.HexOf(digest)}\"";
        if (request.Header("If-None-Match")?.Contains(tag, StringComparison.Ordinal) is true) return new HttpReply { Status = 304 }.With("ETag", tag);
        HttpReply reply = size <= LargestChecked
            ? Reply(request, name, mediaType, ArtifactReader.ReadBytes(store, artifact, path, cancellation))
            : Large(store, request, name, mediaType, digest, size, $"artifact '{artifact.Key}' of {artifact.Owner}");
        return reply.With("ETag", tag).With("Cache-Control", "private, no-cache");
    }

    private static HttpReply Reply(HttpRequest request, string name, string mediaType, byte[] bytes)
    {
        (long start, long length, bool isPart) = ByteRange.Of(request.Header("Range"), bytes.Length);
        return Headers(request, name, mediaType, new HttpReply { Status = isPart ? 206 : 200, Content = bytes.AsMemory((int)start, (int)length) }, start, length, bytes.Length, isPart);
    }

    private static HttpReply Large(IExperimentStore store, HttpRequest request, string name, string mediaType, string digest, long size, string owner)
    {
        (long start, long length, bool isPart) = ByteRange.Of(request.Header("Range"), size);
        var reply = new HttpReply
        {
            Status = isPart ? 206 : 200,
            Length = length,
            Write = async writer =>
            {
                using Stream content = store.Artifacts.Open(digest) ?? throw new IOException(ArtifactErrors.Missing(digest, owner).Message);
                await CopyAsync(content, writer, start, length).ConfigureAwait(false);
            },
        };
        return Headers(request, name, mediaType, reply, start, length, size, isPart);
    }

    private static async Task CopyAsync(Stream content, ReplyWriter writer, long start, long length)
    {
        byte[] block = new byte[BlockSize];
        if (content.CanSeek) content.Position = start;
        else for (long left = start; left > 0;) left -= await ReadAsync((int)Math.Min(left, block.Length)).ConfigureAwait(false);
        while (length > 0)
        {
            int read = await ReadAsync((int)Math.Min(length, block.Length)).ConfigureAwait(false);
            await writer.WriteAsync(block.AsMemory(0, read)).ConfigureAwait(false);
            length -= read;
        }

        async Task<int> ReadAsync(int most) => await content.ReadAsync(block.AsMemory(0, most)).ConfigureAwait(false) is var read and > 0 ? read : throw new EndOfStreamException();
    }

    private static HttpReply Headers(HttpRequest request, string name, string mediaType, HttpReply reply, long start, long length, long size, bool isPart)
    {
        (string type, string policy, bool isDownload) = ContentTypes.Of(mediaType);
        string file = name[(name.LastIndexOf('/') + 1)..];
        if (isDownload || request.Flag("download")) reply.With("Content-Disposition", $"attachment; filename*=UTF-8''{Uri.EscapeDataString(file)}");
        if (isPart) reply.With("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {start}-{start + length - 1}/{size}"));
        return reply.With("Content-Type", type).With("Content-Security-Policy", policy).With("Accept-Ranges", "bytes");
    }
}
