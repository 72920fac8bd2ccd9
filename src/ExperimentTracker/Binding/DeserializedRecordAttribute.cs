using System.Management.Automation;
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

/// <summary>Has a parameter that takes records themselves take those too that came back from a job or a file.</summary>
/// <param name="type">The type of record.</param>
public sealed class DeserializedRecordAttribute(Type type) : RecordValueAttribute
{
    /// <summary>The type of record.</summary>
    public Type Type => type;

    private protected override object? Take(PSObject value) => DeserializedRecord.Is(value, type) ? DeserializedRecord.Make(value, type) : null;
}
