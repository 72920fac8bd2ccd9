using System.Management.Automation;
using ExperimentTracker.Formatting;
using ExperimentTracker.Values;

namespace ExperimentTracker.Progress;

/// <summary>Shows the progress of an operation in bytes.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">The activity.</param>
/// <param name="what">The object of the activity.</param>
/// <param name="total">The number of bytes, or 0 if it is not known.</param>
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
