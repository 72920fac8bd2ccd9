using System.Text.Json.Serialization;

namespace ExperimentTracker;

/// <summary>Identifies a process uniquely, as evidence of the process that owned a run.</summary>
public sealed record ProcessIdentity
{
    /// <summary>The process id on its host, in its pid namespace.</summary>
    public required int Id { get; init; }

    /// <summary>When the process started, in local time.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary><see cref="StartedAt"/> in UTC.</summary>
    [JsonIgnore]
    public DateTime? StartedAtUtc => StartedAt?.ToUniversalTime();

    /// <summary>The id of the host's boot (Linux), or <see langword="null"/>.</summary>
    public string? BootId { get; init; }

    /// <summary>The pid namespace of the process (Linux), or <see langword="null"/>.</summary>
    public string? PidNamespace { get; init; }

    /// <summary>The process id.</summary>
    public override string ToString() => Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
