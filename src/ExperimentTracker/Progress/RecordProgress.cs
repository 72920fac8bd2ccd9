using System.Management.Automation;
using ExperimentTracker.Formatting;
namespace ExperimentTracker.Progress;

/// <summary>Shows which record is being worked on.</summary>
/// <param name="cmdlet">The cmdlet that works.</param>
/// <param name="activity">What is being done.</param>
internal sealed class RecordProgress(PSCmdlet cmdlet, string activity) : ProgressBar<string>(cmdlet, activity, activity)
{
    private long count;

    /// <inheritdoc/>
    protected override void Count(string value) => count++;

    /// <inheritdoc/>
    protected override (string Status, int Percent) Describe(string value) => (DisplayText.Text($"{count:N0}: {value}"), -1);
}
