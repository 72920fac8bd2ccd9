using System.Management.Automation;
using ExperimentTracker.Formatting;
namespace ExperimentTracker.Progress;

/// <summary>Shows the record that is being processed.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">The activity.</param>
internal sealed class RecordProgress(PSCmdlet cmdlet, string activity) : ProgressBar<string>(cmdlet, activity, activity)
{
    private long count;

    /// <inheritdoc/>
    protected override void Count(string value) => count++;

    /// <inheritdoc/>
    protected override (string Status, int Percent) Describe(string value) => (DisplayText.Text($"{count:N0}: {value}"), -1);
}
