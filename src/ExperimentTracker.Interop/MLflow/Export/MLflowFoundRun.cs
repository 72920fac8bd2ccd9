using System.Text.Json;

namespace ExperimentTracker.Interop.MLflow.Export;

/// <summary>A run on an MLflow server.</summary>
/// <param name="Info">What the server says about it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="IsNew">Whether it was created now.</param>
internal sealed record MLflowFoundRun(JsonElement Info, IReadOnlyDictionary<string, string> Tags, bool IsNew)
{
    /// <summary>The id on the server.</summary>
    public string Id { get; } = Info.TryGetProperty("run_id", out JsonElement id) ? id.GetString()! : Info.GetProperty("run_uuid").GetString()!;

    /// <summary>The path of its artifacts below those of the server, if clients upload through it; otherwise <see langword="null"/>.</summary>
    public string? ArtifactPath { get; } = PathOf(Info.TryGetProperty("artifact_uri", out JsonElement uri) ? uri.GetString() : null);

    // mlflow-artifacts:/1/abc/artifacts, and with a host after two slashes.
    private static string? PathOf(string? location)
    {
        const string scheme = "mlflow-artifacts:";
        if (location?.StartsWith(scheme, StringComparison.Ordinal) is not true) return null;
        string rest = location[scheme.Length..];
        if (!rest.StartsWith("//", StringComparison.Ordinal)) return rest.Trim('/');
        int path = rest.IndexOf('/', 2);
        return path < 0 ? "" : rest[path..].Trim('/');
    }
}
