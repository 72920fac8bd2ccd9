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

/// <summary>Has a parameter take records, one or a list, in the place of what it takes otherwise.</summary>
public abstract class RecordValueAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public sealed override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        null => null!,
        object[] list => list.Select(item => Transform(engineIntrinsics, item)).ToArray(),
        _ => Take(PSObject.AsPSObject(inputData)) ?? inputData,
    };

    /// <summary>What the parameter gets for this; <see langword="null"/> to leave it as it is.</summary>
    private protected abstract object? Take(PSObject value);
}
