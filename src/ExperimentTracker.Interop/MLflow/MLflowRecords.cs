using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>An experiment of MLflow, from any of the places that MLflow keeps it in. Times are milliseconds since 1970 in UTC.</summary>
internal sealed record MLflowExperiment(string Id, string Name)
{
    public bool IsDeleted { get; init; }

    public long? CreatedAt { get; init; }

    public long? UpdatedAt { get; init; }

    public IReadOnlyList<MLflowTag> Tags { get; init; } = [];
}

/// <summary>A tag, or a parameter.</summary>
internal sealed record MLflowTag(string Key, string Value)
{
    /// <summary>The record that tags have, if they come from an export of a store.</summary>
    public static T? Own<T>(IReadOnlyList<MLflowTag> tags, string tag)
        where T : class => OwnRecords.In<T>(tag, name => tags.FirstOrDefault(t => t.Key == name)?.Value);
}

/// <summary>A run of MLflow.</summary>
internal sealed record MLflowRun(string Id, string ExperimentId)
{
    public string? Name { get; init; }

    public string? User { get; init; }

    /// <summary>RUNNING, SCHEDULED, FINISHED, FAILED or KILLED.</summary>
    public string? Status { get; init; }

    public long? StartedAt { get; init; }

    public long? EndedAt { get; init; }

    public long? DeletedAt { get; init; }

    public bool IsDeleted { get; init; }

    public string? ArtifactUri { get; init; }

    /// <summary>The script, which versions before 1.0 kept beside the tags.</summary>
    public string? SourceName { get; init; }

    /// <summary>The commit, which versions before 1.0 kept beside the tags.</summary>
    public string? SourceVersion { get; init; }

    public IReadOnlyList<MLflowTag> Parameters { get; init; } = [];

    public IReadOnlyList<MLflowTag> Tags { get; init; } = [];

    public IReadOnlyList<MLflowInput> Inputs { get; init; } = [];

    /// <summary>The keys of the metrics, where they are needed to read the points.</summary>
    public IReadOnlyList<string> MetricKeys { get; init; } = [];
}

/// <summary>A point of a metric, with the text of its key.</summary>
internal readonly record struct MLflowPoint(string Key, long Step, double Value, long Milliseconds)
{
    /// <summary>
    /// The value as it was logged. MLflow's databases cannot keep the infinities, and have the largest finite numbers instead: nobody measures these.
    /// </summary>
    public static double Logged(double value, bool isNaN) => isNaN ? double.NaN
        : value == double.MaxValue ? double.PositiveInfinity
        : value == double.MinValue ? double.NegativeInfinity
        : value;

    /// <summary>The time in ticks, or <see langword="null"/> if it cannot be stored.</summary>
    public long? UtcTicks => ForeignTimes.FromMilliseconds(Milliseconds)?.Ticks;
}

/// <summary>A dataset, which MLflow identifies by name and digest.</summary>
internal sealed record MLflowDataset(string Name, string Digest)
{
    public string? SourceType { get; init; }

    public string? Source { get; init; }

    public string? Schema { get; init; }

    public string? Profile { get; init; }
}

/// <summary>An input of a run: a dataset, or a logged model by its id.</summary>
internal sealed record MLflowInput(MLflowDataset? Dataset, string? ModelId, IReadOnlyList<MLflowTag> Tags);

/// <summary>A registered model.</summary>
internal sealed record MLflowModel(string Name)
{
    public long? CreatedAt { get; init; }

    public long? UpdatedAt { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<MLflowTag> Tags { get; init; } = [];

    public IReadOnlyList<(string Alias, long Version)> Aliases { get; init; } = [];

    public IReadOnlyList<MLflowVersion> Versions { get; init; } = [];
}

/// <summary>A version of a registered model.</summary>
internal sealed record MLflowVersion(long Number)
{
    public long? CreatedAt { get; init; }

    public long? UpdatedAt { get; init; }

    public string? Description { get; init; }

    public string? User { get; init; }

    public string? Stage { get; init; }

    public string? Source { get; init; }

    public string? RunId { get; init; }

    public string? RunLink { get; init; }

    /// <summary>PENDING_REGISTRATION, FAILED_REGISTRATION or READY.</summary>
    public string? Status { get; init; }

    public string? StatusMessage { get; init; }

    public IReadOnlyList<MLflowTag> Tags { get; init; } = [];
}

/// <summary>A model that was logged without being registered, since MLflow 3.</summary>
internal sealed record MLflowLoggedModel(string Id, string ExperimentId)
{
    public string? Name { get; init; }

    public string? ModelType { get; init; }

    public string? Status { get; init; }

    public string? RunId { get; init; }

    public bool IsDeleted { get; init; }

    public long? CreatedAt { get; init; }

    public long? UpdatedAt { get; init; }

    public string? ArtifactUri { get; init; }

    public IReadOnlyList<MLflowTag> Parameters { get; init; } = [];

    public IReadOnlyList<MLflowTag> Tags { get; init; } = [];
}
