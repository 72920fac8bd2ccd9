using System.Management.Automation;
namespace ExperimentTracker.Progress;

/// <summary>Shows the progress of a long operation, a few times per second.</summary>
/// <typeparam name="T">The type of progress reports.</typeparam>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">The activity.</param>
/// <param name="status">The status before the first report.</param>
internal abstract class ProgressBar<T>(PSCmdlet cmdlet, string activity, string status) : IProgress<T>, IDisposable
{
    private const long Interval = 250;
    private readonly ProgressRecord record = new(0, activity, status);
    private long nextAt = Environment.TickCount64 + Interval;
    private bool shown;

    /// <summary>Receives a progress report.</summary>
    public void Report(T value)
    {
        Count(value);
        if (Environment.TickCount64 < nextAt) return;
        nextAt = Environment.TickCount64 + Interval;
        (record.StatusDescription, record.PercentComplete) = Describe(value);
        BuildLog.ShowProgress(cmdlet, record);
        shown = true;
    }

    /// <summary>Removes the progress bar.</summary>
    public void Dispose()
    {
        if (!shown || cmdlet.Stopping) return;
        record.RecordType = ProgressRecordType.Completed;
        BuildLog.ShowProgress(cmdlet, record);
    }

    /// <summary>Accumulates incremental reports, whether they are shown or not.</summary>
    protected virtual void Count(T value)
    {
    }

    /// <summary>The status as text, and in percent; −1 if it is not known.</summary>
    protected abstract (string Status, int Percent) Describe(T value);

    /// <summary>The percentage of a total.</summary>
    protected static int Percent(long done, long total) => total > 0 ? (int)Math.Min(100, done * 100 / total) : -1;
}
