using System.Management.Automation;
using ExperimentTracker.Formatting;

namespace ExperimentTracker.Progress;

/// <summary>Shows which record is being worked on, a few times a second.</summary>
/// <param name="cmdlet">The cmdlet that works.</param>
/// <param name="activity">What is being done.</param>
internal sealed class RecordProgress(PSCmdlet cmdlet, string activity) : IProgress<string>, IDisposable
{
    private const long Interval = 250;
    private readonly ProgressRecord record = new(0, activity, activity);
    private long count;
    private long nextAt = Environment.TickCount64 + Interval;
    private bool shown;

    /// <summary>Takes in that the record is being worked on.</summary>
    public void Report(string value)
    {
        count++;
        if (Environment.TickCount64 < nextAt) return;
        nextAt = Environment.TickCount64 + Interval;
        record.StatusDescription = DisplayText.Text($"{count:N0}: {value}");
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
}
