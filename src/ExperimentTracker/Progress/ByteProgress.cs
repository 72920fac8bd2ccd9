using System.Management.Automation;
using ExperimentTracker.Formatting;
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
