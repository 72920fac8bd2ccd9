using System.Text.Json;
using ExperimentTracker.Rules;
using ExperimentTracker.Web.Api;
using ExperimentTracker.Web.Http;
using ExperimentTracker.Web.Json;
using ExperimentTracker.Web.Mlflow.Protocol;
using ExperimentTracker.Web.Mlflow.Tracking;

namespace ExperimentTracker.Web.Mlflow.Artifacts;

/// <summary><c>mlflow/artifacts/list</c> and <c>mlflow-artifacts/artifacts/…</c>: the files of runs. A file that a client sends is an artifact; one with the same path is replaced.</summary>
internal static class ArtifactEndpoints
{
    /// <summary>Lists a folder of a run, with paths from the run on.</summary>
    public static HttpReply ListOfRun(MlflowCall call)
    {
        Run run = RunWriter.Find(call, RunEndpoints.RunId(call), RunParts.None);
        ArtifactPlace place = ArtifactPlace.OfRun(run, call.Arguments.Text("path") ?? "");
        string prefix = place.Path.Length == 0 ? "" : place.Path + "/";
        return MlflowReply.Object(json =>
        {
            json.WriteString("root_uri", RunMessages.ArtifactUri(run));
            WriteEntries(json, Entries(call, place), prefix);
        });
    }

    /// <summary>Lists a folder, with paths from the folder on.</summary>
    public static HttpReply List(MlflowCall call)
    {
        IReadOnlyList<Entry> entries = Entries(call, ArtifactPlace.Find(call, call.Arguments.Text("path") ?? ""));
        return MlflowReply.Object(json => WriteEntries(json, entries, ""));
    }

    /// <summary>Lists a folder of a logged model.</summary>
    public static HttpReply ListOfModel(MlflowCall call, LoggedModel model)
    {
        ArtifactPlace place = ArtifactPlace.OfModel(model, call.Arguments.Text("artifact_directory_path") ?? "");
        return MlflowReply.Object(json =>
        {
            json.WriteString("root_uri", model.ArtifactUri);
            WriteEntries(json, Entries(call, place), place.Path.Length == 0 ? "" : place.Path + "/");
        });
    }

    /// <summary>Sends a file.</summary>
    public static HttpReply Download(MlflowCall call)
    {
        ArtifactPlace place = ArtifactPlace.Find(call, call.Rest);
        foreach (Artifact artifact in place.Stored(call))
        {
            string path = ArtifactPlace.PathOf(artifact);
            if (path == place.Key && artifact.Kind != ArtifactKind.Folder) return ArtifactEndpoint.Content(call.Store, call.Request, artifact, null, call.Cancellation);
            if (artifact.Kind == ArtifactKind.Folder && place.Key.StartsWith(path + "/", StringComparison.Ordinal))
                return ArtifactEndpoint.Content(call.Store, call.Request, artifact, place.Key[(path.Length + 1)..], call.Cancellation);
        }

        throw NotFound(place);
    }

    /// <summary>Receives a file.</summary>
    public static HttpReply Upload(MlflowCall call)
    {
        ArtifactPlace place = ArtifactPlace.Find(call, call.Rest);
        if (place.Path.Length == 0) throw MlflowProblem.Invalid("Invalid path: the file has no name.");
        Write(call, place, call.Request.OpenBody);
        return MlflowReply.Empty;
    }

    /// <summary>Writes a file.</summary>
    public static void Write(MlflowCall call, ArtifactPlace place, Func<Stream> open)
    {
        using IStagedBlob blob = call.Store.Artifacts.Stage(open, null, call.Cancellation);
        call.Store.Artifacts.Commit(
            [
                new()
                {
                    OwnerType = place.OwnerType, OwnerId = place.OwnerId, Key = place.Key, Kind = ArtifactKind.File, MediaType = MediaTypes.Of(place.Key), Blob = blob, Replace = true,
                },
            ],
            call.Cancellation);
    }

    /// <summary>Removes a file or a folder.</summary>
    public static HttpReply Delete(MlflowCall call)
    {
        ArtifactPlace place = ArtifactPlace.Find(call, call.Rest);
        IReadOnlyList<string> ids = place.Files(call);
        if (ids.Count == 0) throw NotFound(place);
        call.Store.Artifacts.Remove(ids, call.Cancellation);
        return MlflowReply.Empty;
    }

    private static MlflowProblem NotFound(ArtifactPlace place) => MlflowProblem.NotFound($"No such artifact: '{place.Path}'");

    private static IReadOnlyList<Entry> Entries(MlflowCall call, ArtifactPlace place)
    {
        string folder = place.Path.Length == 0 ? place.Root : place.Key + "/";
        var entries = new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        foreach (Artifact artifact in place.Stored(call))
        {
            string path = ArtifactPlace.PathOf(artifact);
            if (artifact.Kind != ArtifactKind.Folder) Add(path, artifact.Size);
            else if (path.StartsWith(folder, StringComparison.Ordinal)) Add(path + "/", null);
            else if (folder.StartsWith(path + "/", StringComparison.Ordinal)) foreach (ArtifactFile file in call.Store.Artifacts.Files(artifact.Id, call.Cancellation)) Add($"{path}/{file.Path}", file.Size);
        }

        return [.. entries.Values];

        void Add(string path, long? size)
        {
            if (!path.StartsWith(folder, StringComparison.Ordinal)) return;
            string rest = path[folder.Length..];
            int slash = rest.IndexOf('/', StringComparison.Ordinal);
            string name = slash < 0 ? rest : rest[..slash];
            entries[name] = new(name, slash >= 0, size ?? 0);
        }
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<Entry> entries, string prefix) => json.WriteItems("files", entries, entry => json.WriteObject(null, () =>
    {
        json.WriteString("path", prefix + entry.Name);
        json.WriteBoolean("is_dir", entry.IsFolder);
        if (!entry.IsFolder) json.WriteNumber("file_size", entry.Size);
    }));

    private sealed record Entry(string Name, bool IsFolder, long Size);
}
