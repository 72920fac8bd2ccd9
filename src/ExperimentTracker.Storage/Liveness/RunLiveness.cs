using System.Text.Json;
using ExperimentTracker.Provenance;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Liveness;

/// <summary>A running run, as far as it tells whether its process lives.</summary>
/// <param name="Id">The id of the run.</param>
/// <param name="Owner">The name of the file in <c>locks/</c> that the process holds while it lives.</param>
/// <param name="Host">The host it was started on.</param>
/// <param name="Process">The process, or <see langword="null"/> when that is not known.</param>
/// <param name="HeartbeatAt">The last heartbeat, in UTC ticks.</param>
/// <param name="Heartbeat">How often one was asked for, or <see langword="null"/>.</param>
internal sealed record RunLiveness(string Id, string Owner, string? Host, ProcessIdentity? Process, long? HeartbeatAt, TimeSpan? Heartbeat)
{
    /// <summary>Whether it runs on another machine, whose locks are not seen here. Containers of one machine share its boot.</summary>
    public bool IsElsewhere => Host is not null && Host != Environment.MachineName
        && (Process?.BootId is null || Process.BootId != ProcessIdentities.Current.BootId);

    public static List<RunLiveness> Read(StoreConnection connection) => connection.Query(
        $"SELECT id, owner_lock, host, process, heartbeat_at, heartbeat_seconds FROM runs WHERE status = {(int)RunStatus.Running} AND owner_lock IS NOT NULL",
        row => new RunLiveness(
            row.GetString(0), row.GetString(1), row.GetStringOrNull(2), ReadProcess(row.GetStringOrNull(3)), row.GetInt64OrNull(4),
            row.GetInt64OrNull(5) is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    // One row that was damaged must not keep the others from being judged.
    private static ProcessIdentity? ReadProcess(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<ProcessIdentity>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
