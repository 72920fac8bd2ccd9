using System.Management.Automation;
namespace ExperimentTracker.Progress;

/// <summary>Shows how many of many things were done.</summary>
/// <param name="cmdlet">The cmdlet that does it.</param>
/// <param name="activity">What is being done.</param>
/// <param name="noun">What is counted.</param>
/// <param name="total">How many there are.</param>
internal sealed class CountProgress(PSCmdlet cmdlet, string activity, string noun, int total) : ProgressBar<int>(cmdlet, activity, activity)
{
    /// <inheritdoc/>
    protected override (string Status, int Percent) Describe(int value) => ($"{value} of {total} {noun}", Percent(value, total));
}
