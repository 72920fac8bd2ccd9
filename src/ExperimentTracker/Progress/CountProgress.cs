using System.Management.Automation;

namespace ExperimentTracker.Progress;

/// <summary>Shows how many of many things were done, a few times a second.</summary>
/// <param name="cmdlet">The cmdlet that does it.</param>
/// <param name="activity">What is being done.</param>
/// <param name="noun">What is counted.</param>
/// <param name="total">How many there are.</param>
internal sealed class CountProgress(PSCmdlet cmdlet, string activity, string noun, int total) : IProgress<int>, IDisposable
{
    private const long Interval = 250;
    private readonly ProgressRecord record = new(0, activity, activity);
    private long nextAt = Environment.TickCount64 + Interval;
    private bool shown;

    /// <summary>Takes in that so many are done.</summary>
    public void Report(int value)
    {
        if (Environment.TickCount64 < nextAt) return;
        nextAt = Environment.TickCount64 + Interval;
        record.StatusDescription = $"{value} of {total} {noun}";
        record.PercentComplete = (int)(value * 100L / total);
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
