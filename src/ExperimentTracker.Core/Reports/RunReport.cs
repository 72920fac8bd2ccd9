using ExperimentTracker.Rules;

namespace ExperimentTracker.Reports;

/// <summary>The content of a report in any format: read once, downsampled, and independent of the store afterwards.</summary>
public sealed record RunReport
{
    /// <summary>The kind of report.</summary>
    public required ReportKind Kind { get; init; }

    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>When it was created, in local time.</summary>
    public required DateTime ExportedAt { get; init; }

    /// <summary>The experiments of the runs, and those that were requested.</summary>
    public required IReadOnlyList<ReportExperiment> Experiments { get; init; }

    /// <summary>The runs, in the order to show them.</summary>
    public required IReadOnlyList<ReportRun> Runs { get; init; }

    /// <summary>Which run is the best.</summary>
    public RunRanking Ranking { get; init; } = RunRanking.Default;

    /// <summary>The number of runs whose curves were omitted because the report would have become too large.</summary>
    public int RunsWithoutCurves { get; init; }
}

/// <summary>An experiment in a report.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Datasets">The datasets it uses.</param>
/// <param name="Artifacts">Its own artifacts, not those of its runs.</param>
public sealed record ReportExperiment(Experiment Experiment, IReadOnlyList<Dataset> Datasets, IReadOnlyList<ReportArtifact> Artifacts);

/// <summary>A run in a report.</summary>
public sealed record ReportRun
{
    /// <summary>The run, with its parameters, tags and the statistics of its metrics.</summary>
    public required Run Run { get; init; }

    /// <summary>Its series of more than one point, downsampled; an omitted series has only its statistics.</summary>
    public IReadOnlyList<MetricSeries> Curves { get; init; } = [];

    /// <summary>Its artifacts.</summary>
    public IReadOnlyList<ReportArtifact> Artifacts { get; init; } = [];

    /// <summary>Its inputs.</summary>
    public IReadOnlyList<RunInput> Inputs { get; init; } = [];

    /// <summary>The model versions that it produced.</summary>
    public IReadOnlyList<ModelVersion> ModelVersions { get; init; } = [];

    /// <summary>The changes of its status.</summary>
    public IReadOnlyList<StatusChange> History { get; init; } = [];

    /// <summary>Its epochs.</summary>
    public IReadOnlyList<Evaluation> Epochs { get; init; } = [];

    /// <summary>Its results.</summary>
    public IReadOnlyList<Evaluation> Results { get; init; } = [];

    /// <summary>Its distributions, with as many steps and bins as can be drawn.</summary>
    public IReadOnlyList<ReportDistributions> Distributions { get; init; } = [];

    /// <summary>The end of its log, if it failed or is the only run; otherwise <see langword="null"/>.</summary>
    public ReportLog? Log { get; init; }
}

/// <summary>The distributions of a key of a run in a report.</summary>
/// <param name="Count">The number of distributions that the run has of the key.</param>
/// <param name="Shown">A selection of them, by step, with merged bins.</param>
public sealed record ReportDistributions(long Count, IReadOnlyList<Distribution> Shown);

/// <summary>The end of a run's log in a report.</summary>
/// <param name="Count">The number of entries that the log has.</param>
/// <param name="Last">The last of them that fit into the report.</param>
public sealed record ReportLog(long Count, IReadOnlyList<RunLog> Last);

/// <summary>An artifact in a report.</summary>
/// <param name="Artifact">The artifact.</param>
/// <param name="Contents">Its images, or the data of a confusion matrix or of a precision–recall curve.</param>
public sealed record ReportArtifact(Artifact Artifact, IReadOnlyList<ReportContent> Contents)
{
    /// <summary>The files of a folder.</summary>
    public IReadOnlyList<ArtifactFile> Files { get; init; } = [];
}

/// <summary>The content of an artifact, or of a file in it, in a report.</summary>
/// <param name="File">Its path within a folder artifact; <see langword="null"/> when it is the artifact itself.</param>
/// <param name="MediaType">The media type, determined from the bytes.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ReportContent(string? File, string MediaType, ReadOnlyMemory<byte> Content);
