using System.Management.Automation;
using ExperimentTracker.Binding;
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

namespace ExperimentTracker.Progress;

/// <summary>Shows which record is being worked on.</summary>
/// <param name="cmdlet">The cmdlet that works.</param>
/// <param name="activity">What is being done.</param>
internal sealed class RecordProgress(PSCmdlet cmdlet, string activity) : ProgressBar<string>(cmdlet, activity, activity)
{
    private long count;

    /// <inheritdoc/>
    protected override void Count(string value) => count++;

    /// <inheritdoc/>
    protected override (string Status, int Percent) Describe(string value) => (DisplayText.Text($"{count:N0}: {value}"), -1);
}
