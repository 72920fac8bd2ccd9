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

/// <summary>Shows how far something long is, a few times a second.</summary>
/// <typeparam name="T">What it is told.</typeparam>
/// <param name="cmdlet">The cmdlet that does it.</param>
/// <param name="activity">What is being done.</param>
/// <param name="status">What is shown before anything is known.</param>
internal abstract class ProgressBar<T>(PSCmdlet cmdlet, string activity, string status) : IProgress<T>, IDisposable
{
    private const long Interval = 250;
    private readonly ProgressRecord record = new(0, activity, status);
    private long nextAt = Environment.TickCount64 + Interval;
    private bool shown;

    /// <summary>Takes in how far it is.</summary>
    public void Report(T value)
    {
        Count(value);
        if (Environment.TickCount64 < nextAt) return;
        nextAt = Environment.TickCount64 + Interval;
        (record.StatusDescription, record.PercentComplete) = Describe(value);
        BuildLog.ShowProgress(cmdlet, record);
        shown = true;
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (!shown || cmdlet.Stopping) return;
        record.RecordType = ProgressRecordType.Completed;
        BuildLog.ShowProgress(cmdlet, record);
    }

    /// <summary>Adds up what is told in steps, shown or not.</summary>
    protected virtual void Count(T value)
    {
    }

    /// <summary>How far it is, in words and in percent; -1 when nobody knows.</summary>
    protected abstract (string Status, int Percent) Describe(T value);

    /// <summary>The part of a whole in percent.</summary>
    protected static int Percent(long done, long total) => total > 0 ? (int)Math.Min(100, done * 100 / total) : -1;
}
