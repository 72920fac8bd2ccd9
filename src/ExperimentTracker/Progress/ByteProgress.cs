using System.Management.Automation;
using ExperimentTracker.Formatting;
using ExperimentTracker.Values;

namespace ExperimentTracker.Progress;

/// <summary>Shows how many bytes of something long were done, a few times a second.</summary>
/// <param name="cmdlet">The cmdlet that does it.</param>
/// <param name="activity">What is being done.</param>
/// <param name="what">To what.</param>
/// <param name="total">How many bytes there are, or 0 when that is not known.</param>
internal sealed class ByteProgress(PSCmdlet cmdlet, string activity, string what, long total) : IProgress<long>, IDisposable
{
    private const long Interval = 250;
    private readonly string what = DisplayText.Text(what);
    private readonly ProgressRecord record = new(0, activity, DisplayText.Text(what));
    private long done;
    private long nextAt = Environment.TickCount64 + Interval;
    private bool shown;

    /// <summary>Takes in that many bytes more.</summary>
    public void Report(long value)
    {
        done += value;
        if (Environment.TickCount64 < nextAt) return;
        nextAt = Environment.TickCount64 + Interval;
        record.StatusDescription = total > 0 ? $"{what}: {ByteSize.Format(done)} of {ByteSize.Format(total)}" : $"{what}: {ByteSize.Format(done)}";
        record.PercentComplete = total > 0 ? (int)Math.Min(100, done * 100 / total) : -1;
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
