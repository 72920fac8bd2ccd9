using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>Numbers that others gave out and that counters here go on from.</summary>
internal static class ImportedNumbers
{
    // What every reader of JSON keeps exactly, and far from where counting on overflows.
    private const long Highest = (1L << 53) - 1;

    /// <summary>Returns the number if a counter can go on from it.</summary>
    /// <exception cref="TrackerException"><c>ImportRecordInvalid</c>.</exception>
    public static long Check(string owner, long number, long lowest = 0) =>
        number >= lowest && number <= Highest ? number : throw TransferErrors.RecordInvalid(owner, $"its number {number} is not from {lowest} to {Highest}.");
}
