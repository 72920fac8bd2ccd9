using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Numbers assigned by other stores, from which the counters of this store continue.</summary>
internal static class ImportedNumbers
{
    // The range that every reader of JSON keeps exactly, far from an overflow.
    private const long Highest = (1L << 53) - 1;

    /// <summary>Returns the number if a counter can continue from it.</summary>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>.</exception>
    public static long Check(string owner, long number, long lowest = 0) =>
        number >= lowest && number <= Highest ? number : throw TransferErrors.RecordInvalid(owner, $"its number {number} is not from {lowest} to {Highest}.");
}
