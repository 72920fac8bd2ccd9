using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop;

/// <summary>The table of the formats of other trackers: what the module loads of this assembly.</summary>
public sealed class TransferFormats : ITransferFormats
{
    /// <inheritdoc/>
    public IReadOnlyList<ITransferFormat> All { get; } = [];
}
