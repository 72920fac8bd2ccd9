using System.ComponentModel;

namespace ExperimentTracker;

/// <summary>The status of a run: Pending → Running | Cancelled; Running → one of the final statuses; a final status → Running only by resuming.</summary>
[TypeConverter(typeof(RunStatusConverter))]
public enum RunStatus : long
{
    /// <summary>Created, not started.</summary>
    Pending = 0,

    /// <summary>Executing.</summary>
    Running = 1,

    /// <summary>Ended successfully.</summary>
    Succeeded = 2,

    /// <summary>Ended with an error.</summary>
    Failed = 3,

    /// <summary>Ended because a user stopped it.</summary>
    Cancelled = 4,

    /// <summary>Ended because its process or its script ended.</summary>
    Killed = 5,
}
