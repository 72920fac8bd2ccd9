using System.Management.Automation;
using System.Runtime.CompilerServices;
using ExperimentTracker.BuildServices;
using ExperimentTracker.Charts;
using ExperimentTracker.Commands;
using ExperimentTracker.Comparison;
using ExperimentTracker.Completion;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Queries;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Contracts.Transfer;
using ExperimentTracker.Errors;
using ExperimentTracker.Filters;
using ExperimentTracker.Formatting;
using ExperimentTracker.InvokeRun;
using ExperimentTracker.Json;
using ExperimentTracker.Loading;
using ExperimentTracker.Maintenance;
using ExperimentTracker.Points;
using ExperimentTracker.Progress;
using ExperimentTracker.Provenance;
using ExperimentTracker.Redaction;
using ExperimentTracker.Reports;
using ExperimentTracker.Rules;
using ExperimentTracker.Series;
using ExperimentTracker.Services;
using ExperimentTracker.Sessions;
using ExperimentTracker.Statistics;
using ExperimentTracker.Stores;
using ExperimentTracker.Summaries;
using ExperimentTracker.Transfer;
using ExperimentTracker.Values;

namespace ExperimentTracker.Binding;

/// <summary>
/// Takes artifacts, those too that came back from a job or a file; and model versions, which name the artifact that holds them. Of such a one only the
/// id is known until it is read.
/// </summary>
public sealed class ArtifactTransformationAttribute : RecordValueAttribute
{
    private protected override object? Take(PSObject value) =>
        DeserializedRecord.Is(value, typeof(Artifact)) ? DeserializedRecord.Make(value, typeof(Artifact))
        : ForeignRecord.KindOf(value) == nameof(ModelVersion) && ForeignRecord.TextOf(value, nameof(ModelVersion.ArtifactId)) is { } id ? OfVersion(value, id)
        : null;

    private static Artifact OfVersion(PSObject version, string id)
    {
        Artifact artifact = (Artifact)RuntimeHelpers.GetUninitializedObject(typeof(Artifact)) with { Id = id };
        if (RecordOrigins.Of(version) is { } source) RecordOrigins.Note(artifact, source);
        return artifact;
    }
}
