using System.Management.Automation;
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
