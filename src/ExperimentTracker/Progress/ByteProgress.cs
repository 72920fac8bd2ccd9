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

/// <summary>Shows how many bytes of something long were done.</summary>
/// <param name="cmdlet">The cmdlet that does it.</param>
/// <param name="activity">What is being done.</param>
/// <param name="what">To what.</param>
/// <param name="total">How many bytes there are, or 0 when that is not known.</param>
internal sealed class ByteProgress(PSCmdlet cmdlet, string activity, string what, long total)
    : ProgressBar<long>(cmdlet, activity, DisplayText.Text(what))
{
    private readonly string what = DisplayText.Text(what);
    private long done;

    /// <inheritdoc/>
    protected override void Count(long value) => done += value;

    /// <inheritdoc/>
    protected override (string Status, int Percent) Describe(long value) =>
        ($"{what}: {ByteSize.Format(done)}{(total > 0 ? $" of {ByteSize.Format(total)}" : "")}", Percent(done, total));
}
