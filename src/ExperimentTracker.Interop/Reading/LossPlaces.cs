using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Reading;

/// <summary>The losses that every reader can have.</summary>
internal static class LossPlaces
{
    /// <summary>A file is damaged or ends early; what is before the place was read.</summary>
    public static void Damaged(this TransferLosses losses, string path, long offset, string why) =>
        losses.Add("damaged file", $"{why}; what is before it was read", $"{Path.GetFileName(path)} at byte {offset.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
}
