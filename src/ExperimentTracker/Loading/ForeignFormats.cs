using ExperimentTracker.Contracts.Mirrors;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Loading;

/// <summary>The formats of other trackers: the only entry point from the cmdlets to them.</summary>
internal static class ForeignFormats
{
    /// <summary>The table of the formats. They are loaded by the first call.</summary>
    /// <exception cref="TrackerException"><c>ImportFormatsMissing</c>.</exception>
    public static ITransferFormats Load() => ModulePart.Interop.Entry<ITransferFormats>(TransferErrors.FormatsMissing);

    /// <summary>The format with a name.</summary>
    /// <exception cref="TrackerException"><c>ImportFormatInvalid</c> or <c>ImportFormatsMissing</c>.</exception>
    public static ITransferFormat Named(string name) =>
        Load().All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw TransferErrors.FormatInvalid(name, Load().All);

    /// <summary>The format to export to with a name.</summary>
    /// <exception cref="TrackerException"><c>ExportFormatInvalid</c> or <c>ImportFormatsMissing</c>.</exception>
    public static IExportFormat ExportNamed(string name) =>
        Load().Exports.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw TransferErrors.ExportFormatInvalid(name, Load().Exports);

    /// <summary>What starts mirrors.</summary>
    /// <exception cref="TrackerException"><c>ImportFormatsMissing</c>.</exception>
    public static IRunMirrors Mirrors() => ModulePart.Interop.Entry<IRunMirrors>(TransferErrors.FormatsMissing);
}
