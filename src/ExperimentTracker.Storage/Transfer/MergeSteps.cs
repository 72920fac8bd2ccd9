using ExperimentTracker.Transfer;

namespace ExperimentTracker.Storage.Transfer;

/// <summary>
/// Divides the records of a source into those that one transaction merges where others would wait for a longer one: a run or a model with all that belongs to
/// it, or some of the smaller records. Each record comes after those that it refers to, so an interrupted merge leaves a store that is whole, and is continued by the next.
/// </summary>
internal static class MergeSteps
{
    private const int RecordsAtOnce = 16;

    public static IEnumerable<IReadOnlyList<TransferItem>> Of(IEnumerable<TransferItem> items)
    {
        var some = new List<TransferItem>(RecordsAtOnce);
        foreach (TransferItem item in items)
        {
            bool isAlone = item is TransferRun or TransferModel;
            if (some.Count > 0 && (isAlone || some.Count == RecordsAtOnce))
            {
                yield return some;
                some = new List<TransferItem>(RecordsAtOnce);
            }

            if (isAlone) yield return [item];
            else some.Add(item);
        }

        if (some.Count > 0) yield return some;
    }
}
