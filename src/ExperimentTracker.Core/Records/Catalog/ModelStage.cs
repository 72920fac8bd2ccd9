using System.ComponentModel;

namespace ExperimentTracker;

/// <summary>The stage of a model version.</summary>
[TypeConverter(typeof(ModelStageConverter))]
public enum ModelStage : long
{
    /// <summary>Registered, without a stage.</summary>
    None = 0,

    /// <summary>In testing before production.</summary>
    Staging = 1,

    /// <summary>In production; at most one version of a model.</summary>
    Production = 2,

    /// <summary>Formerly in production.</summary>
    Archived = 3,
}
