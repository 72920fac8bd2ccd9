namespace ExperimentTracker;

/// <summary>Where a run is in its life: Pending → Running | Cancelled; Running → one of the ends; an end → Running by resuming only.</summary>
public enum RunStatus
{
    /// <summary>Created, not started.</summary>
    Pending = 0,

    /// <summary>Executing.</summary>
    Running = 1,

    /// <summary>Ended well.</summary>
    Succeeded = 2,

    /// <summary>Ended with an error.</summary>
    Failed = 3,

    /// <summary>Ended because somebody stopped it.</summary>
    Cancelled = 4,

    /// <summary>Ended because its process or its script went away.</summary>
    Killed = 5,
}
