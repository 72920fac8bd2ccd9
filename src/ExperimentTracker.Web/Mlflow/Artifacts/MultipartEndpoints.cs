using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Protocol;

namespace ExperimentTracker.Web.Mlflow.Artifacts;

/// <summary>
/// <c>mlflow-artifacts/mpu/…</c>: a file in parts, which a client sends in parallel to the addresses that it gets. As addresses of an object store do, these give access by
/// themselves: the client sends no token there.
/// </summary>
internal static class MultipartEndpoints
{
    /// <summary>The part of the path before the id of an upload and the number of a part.</summary>
    public const string PartsPath = "mpu/parts/";

    /// <summary>Begins a file. The path of the request is the folder, and the last part of the path in the body its name.</summary>
    public static HttpReply Create(MlflowCall call)
    {
        string name = call.Arguments.Required("path").Split('/', '\\')[^1], path = $"{call.Rest}/{name}";
        if (ArtifactPlace.Find(call, path).Path.Length == 0 || name.Length == 0) throw MlflowProblem.Invalid("Invalid path: the file has no name.");
        long parts = call.Arguments.Integer("num_parts") ?? 1;
        if (parts is < 1 or > MultipartUploads.MostParts) throw MlflowProblem.Invalid($"A file has 1 to {MultipartUploads.MostParts} parts, and not {parts}. Send larger parts.");
        string id = call.Services.Uploads.Begin(path, (int)parts);
        return MlflowReply.Object(json =>
        {
            json.WriteString("upload_id", id);
            json.WriteList("credentials", Enumerable.Range(1, (int)parts), number => json.WriteObject(null, () =>
            {
                json.WriteString("url", string.Create(CultureInfo.InvariantCulture, $"{call.Address}{PartsPath}{id}/{number}"));
                json.WriteNumber("part_number", number);
            }));
        });
    }

    /// <summary>Receives a part.</summary>
    public static HttpReply Part(MlflowCall call)
    {
        string[] names = call.Rest.Split('/');
        if (names.Length != 2 || !int.TryParse(names[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) throw MlflowProblem.NoEndpoint(call.Request.Method, call.Request.Path);
        return MlflowReply.Empty.With("ETag", call.Services.Uploads.Write(names[0], number, call.Request.OpenBody));
    }

    /// <summary>Makes the parts the file.</summary>
    public static HttpReply Complete(MlflowCall call)
    {
        var tags = new Dictionary<int, string>();
        foreach (Arguments part in call.Arguments.Objects("parts")) tags[(int)Math.Clamp(part.Integer("part_number") ?? 0, 0, int.MaxValue)] = part.Required("etag");
        call.Services.Uploads.Complete(call.Arguments.RequiredId("upload_id"), tags, (path, open) => ArtifactEndpoints.Write(call, ArtifactPlace.Find(call, path), open));
        return MlflowReply.Empty;
    }

    /// <summary>Deletes the parts.</summary>
    public static HttpReply Abort(MlflowCall call)
    {
        call.Services.Uploads.Abort(call.Arguments.RequiredId("upload_id"));
        return MlflowReply.Empty;
    }
}
