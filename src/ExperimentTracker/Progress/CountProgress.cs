using System.Management.Automation;
namespace ExperimentTracker.Progress;

/// <summary>Shows the progress of an operation as a count.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">The activity.</param>
/// <param name="noun">The noun of the counted items.</param>
/// <param name="total">The number of items.</param>
internal sealed class CountProgress(PSCmdlet cmdlet, string activity, string noun, int total) : ProgressBar<int>(cmdlet, activity, activity)
{
    /// <inheritdoc/>
    protected override (string Status, int Percent) Describe(int value) => ($"{value} of {total} {noun}", Percent(value, total));
}
