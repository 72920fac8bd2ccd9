using System.Text.Json;
using ExperimentTracker.Provenance;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Storage.Liveness;

/// <summary>The properties of a running run that determine whether it is orphaned.</summary>
/// <param name="Id">The id of the run.</param>
/// <param name="Owner">The name of the file in <c>locks/</c> that the process holds while it is running.</param>
/// <param name="Host">The host it was started on.</param>
/// <param name="Process">The process, or <see langword="null"/> if it is not known.</param>
/// <param name="HeartbeatAt">The time of the last heartbeat, in UTC ticks.</param>
/// <param name="Heartbeat">The interval of heartbeats, or <see langword="null"/>.</param>
internal sealed record RunLiveness(string Id, string Owner, string? Host, ProcessIdentity? Process, long? HeartbeatAt, TimeSpan? Heartbeat)
{
    /// <summary>Whether it runs on another machine, whose locks are not visible here. Containers of one machine share its boot id.</summary>
    public bool IsElsewhere => Host is not null && Host != Environment.MachineName
        && (Process?.BootId is null || Process.BootId != ProcessIdentities.Current.BootId);

    /// <summary>The columns of a run <c>r</c> that <see cref="ReadRow"/> reads.</summary>
    public const string Columns = "r.id, r.owner_lock, r.host, r.process, r.heartbeat_at, r.heartbeat_seconds";

    /// <summary>The number of these columns.</summary>
    public const int ColumnCount = 6;

    public static List<RunLiveness> Read(StoreConnection connection) => connection.Query(
        $"SELECT {Columns} FROM runs r WHERE r.status = {(int)RunStatus.Running} AND r.owner_lock IS NOT NULL", ReadRow);

    /// <summary>Reads a row that begins with <see cref="Columns"/>.</summary>
    public static RunLiveness ReadRow(Statement row) => new(
        row.GetString(0), row.GetString(1), row.GetStringOrNull(2), ReadProcess(row.GetStringOrNull(3)), row.GetInt64OrNull(4),
        row.GetInt64OrNull(5) is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    // A damaged row must not prevent the check of the others.
    private static ProcessIdentity? ReadProcess(string? json)
    {
        try
        {
            return ProcessJson.Read(json);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
