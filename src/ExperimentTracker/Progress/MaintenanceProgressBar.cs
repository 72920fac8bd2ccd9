using System.Management.Automation;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Formatting;
using ExperimentTracker.Values;

namespace ExperimentTracker.Progress;

/// <summary>Shows how far a long work on a store is, a few times a second.</summary>
/// <param name="cmdlet">The cmdlet that does it.</param>
/// <param name="activity">What is being done.</param>
internal sealed class MaintenanceProgressBar(PSCmdlet cmdlet, string activity) : IProgress<MaintenanceProgress>, IDisposable
{
    private const long Interval = 250;
    private readonly ProgressRecord record = new(0, DisplayText.Text(activity), " ");
    private long nextAt = Environment.TickCount64 + Interval;
    private bool shown;

    /// <summary>Takes in where the work is.</summary>
    public void Report(MaintenanceProgress value)
    {
        if (Environment.TickCount64 < nextAt) return;
        nextAt = Environment.TickCount64 + Interval;
        record.StatusDescription = value.Total == 0 ? value.Step : $"{value.Step}: {Count(value, value.Done)} of {Count(value, value.Total)}";
        record.PercentComplete = value.Total == 0 ? -1 : (int)Math.Min(100, value.Done * 100 / value.Total);
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

    private static string Count(MaintenanceProgress value, long n) =>
        value.InBytes ? ByteSize.Format(n) : n.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
