using System.Globalization;
using System.Management.Automation;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Formatting;
using ExperimentTracker.Values;

namespace ExperimentTracker.Progress;

/// <summary>Shows the progress of a long operation on a store.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">The activity.</param>
internal sealed class MaintenanceProgressBar(PSCmdlet cmdlet, string activity) : ProgressBar<MaintenanceProgress>(cmdlet, DisplayText.Text(activity), " ")
{
    /// <inheritdoc/>
    protected override (string Status, int Percent) Describe(MaintenanceProgress value) => (
        value.Total == 0 ? value.Step : $"{value.Step}: {Amount(value, value.Done)} of {Amount(value, value.Total)}", Percent(value.Done, value.Total));

    private static string Amount(MaintenanceProgress value, long n) => value.InBytes ? ByteSize.Format(n) : n.ToString("N0", CultureInfo.InvariantCulture);
}
