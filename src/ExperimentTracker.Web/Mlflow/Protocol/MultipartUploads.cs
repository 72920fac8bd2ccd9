using System.Security.Cryptography;
using ExperimentTracker.Web.Access;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Mlflow.Protocol;

/// <summary>
/// Files that clients send in parts, each by a request of its own. The parts are temporary files until the client says that all are there. What a client leaves behind is deleted a day after
/// its last part, or with the server.
/// </summary>
internal sealed class MultipartUploads : IDisposable
{
    /// <summary>The largest number of parts of a file.</summary>
    public const int MostParts = 10_000;

    private const int MostUploads = 1000;
    private const int BufferSize = 1 << 16;
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly Dictionary<string, Upload> uploads = new(StringComparer.Ordinal);

    /// <summary>Begins a file, and returns the id of the upload. Whoever knows the id can send parts.</summary>
    /// <param name="path">The path of the artifact.</param>
    /// <param name="parts">The number of parts.</param>
    /// <exception cref="MlflowProblem">There are too many unfinished uploads.</exception>
    public string Begin(string path, int parts)
    {
        lock (uploads)
        {
            foreach ((string old, Upload upload) in uploads.Where(pair => Environment.TickCount64 - pair.Value.UsedAt > LongestPause.TotalMilliseconds).ToArray()) Remove(old, upload);
            if (uploads.Count >= MostUploads) throw new MlflowProblem("RESOURCE_EXHAUSTED", $"{MostUploads} uploads are unfinished. Complete or abort some of them.");
            string id = Secrets.New();
            uploads.Add(id, new(path, parts));
            return id;
        }
    }

    /// <summary>Whether there is an upload of that id.</summary>
    public bool Has(string id)
    {
        lock (uploads) return uploads.ContainsKey(id);
    }

    /// <summary>Receives a part, and returns its entity tag. A part that is sent again replaces the one before.</summary>
    /// <exception cref="MlflowProblem">There is no such upload, or it has no part of that number.</exception>
    public string Write(string id, int number, Func<Stream> open)
    {
        Upload upload = Find(id);
        if (number < 1 || number > upload.Parts) throw MlflowProblem.Invalid($"The upload has the parts 1 to {upload.Parts}, and no part {number}.");
        var file = new UploadFile();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using Stream content = open();
            byte[] buffer = new byte[BufferSize];
            for (int count; (count = content.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer, 0, count);
                file.Write(buffer.AsSpan(0, count));
            }

            file.Flush();
            string tag = $"\"{Convert.ToHexString(hash.GetHashAndReset())}\"";
            lock (uploads)
            {
                if (!uploads.ContainsKey(id)) throw NotFound();
                if (upload.Received.Remove(number, out (UploadFile File, string Tag) before)) before.File.Dispose();
                upload.Received.Add(number, (file, tag));
                upload.UsedAt = Environment.TickCount64;
            }

            return tag;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Completes a file: the parts are deleted when the action has used them, and kept if it fails.</summary>
    /// <param name="id">The id of the upload.</param>
    /// <param name="tags">The entity tags of the parts, by number.</param>
    /// <param name="use">Receives the path, and what opens the content.</param>
    /// <exception cref="MlflowProblem">There is no such upload, or the parts are not those that were received.</exception>
    public void Complete(string id, IReadOnlyDictionary<int, string> tags, Action<string, Func<Stream>> use)
    {
        Upload upload = Find(id);
        (UploadFile File, string Tag)[] parts;
        lock (uploads)
        {
            int[] missing = [.. Enumerable.Range(1, upload.Parts).Where(number => !upload.Received.TryGetValue(number, out (UploadFile File, string Tag) part) || !tags.TryGetValue(number, out string? tag) || tag != part.Tag)];
            if (missing.Length > 0 || tags.Count != upload.Parts) throw MlflowProblem.Invalid($"The upload has {upload.Parts} parts. Name each with the ETag of its answer{(missing.Length > 0 ? $"; part {missing[0]} is missing or another one" : "")}.");
            parts = [.. Enumerable.Range(1, upload.Parts).Select(number => upload.Received[number])];
        }

        use(upload.Path, () => new JoinedStream([.. parts.Select(part => (Func<Stream>)part.File.Open)]));
        Abort(id);
    }

    /// <summary>Deletes what was received of a file; without effect if it is completed or aborted already.</summary>
    public void Abort(string id)
    {
        lock (uploads) if (uploads.TryGetValue(id, out Upload? upload)) Remove(id, upload);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (uploads) foreach ((string id, Upload upload) in uploads.ToArray()) Remove(id, upload);
    }

    private static MlflowProblem NotFound() => MlflowProblem.NotFound("There is no such upload: it was completed, aborted, or left for a day.");

    private Upload Find(string id)
    {
        lock (uploads) return uploads.TryGetValue(id, out Upload? upload) ? upload : throw NotFound();
    }

    private void Remove(string id, Upload upload)
    {
        uploads.Remove(id);
        foreach ((UploadFile file, _) in upload.Received.Values) file.Dispose();
    }

    private sealed class Upload(string path, int parts)
    {
        public string Path => path;

        public int Parts => parts;

        public Dictionary<int, (UploadFile File, string Tag)> Received { get; } = [];

        public long UsedAt { get; set; } = Environment.TickCount64;
    }
}
