namespace ExperimentTracker;

/// <summary>What an alert tells.</summary>
public enum AlertCondition : long
{
    /// <summary>A run failed.</summary>
    Failed,

    /// <summary>The process of a run ended without ending the run.</summary>
    Killed,

    /// <summary>A running run has recorded no point, log line or progress for so long; points of <c>system/…</c> metrics do not count.</summary>
    Stalled,

    /// <summary>A run succeeded with a metric that is worse than its baseline: the last successful run before it in its experiment.</summary>
    WorseThanBaseline,

    /// <summary>A metric of a run has a point that is NaN or infinite.</summary>
    NotANumber,

    /// <summary>The disk of the store, or of its artifacts, has less free space than a limit.</summary>
    DiskLow,

    /// <summary>The stage of a model version changed, or a version got an alias.</summary>
    Promoted,

    /// <summary>A filter is true for a run.</summary>
    Filter,

    /// <summary>A script block is true for a run.</summary>
    When,
}
