namespace ExperimentTracker.Web.Mlflow.Filters;

/// <summary>One part of the order of results.</summary>
/// <param name="Entity">What is compared.</param>
/// <param name="Key">Its key.</param>
/// <param name="IsNumber">Whether numbers are compared.</param>
/// <param name="IsDescending">Whether the highest value comes first.</param>
internal sealed record FilterOrder(FilterEntity Entity, string Key, bool IsNumber, bool IsDescending)
{
    /// <summary>Sorts records. Those without a value, and with NaN, come last in either direction; equal ones keep their order.</summary>
    public static IEnumerable<T> Sort<T>(IEnumerable<T> records, IReadOnlyList<FilterOrder> orders)
        where T : IFilterSubject
    {
        if (orders.Count == 0) return records;
        IOrderedEnumerable<T> sorted = records.OrderBy(_ => 0);
        foreach (FilterOrder order in orders)
        {
            if (order.IsNumber)
            {
                sorted = sorted.ThenBy(record => order.NumberOf(record) is null);
                sorted = order.IsDescending ? sorted.ThenByDescending(order.NumberOf) : sorted.ThenBy(order.NumberOf);
            }
            else
            {
                sorted = sorted.ThenBy(record => order.TextOf(record) is null);
                sorted = order.IsDescending ? sorted.ThenByDescending(order.TextOf, StringComparer.Ordinal) : sorted.ThenBy(order.TextOf, StringComparer.Ordinal);
            }
        }

        return sorted;
    }

    private double? NumberOf<T>(T record)
        where T : IFilterSubject => record.Number(Entity, Key) is { } number && !double.IsNaN(number) ? number : null;

    private string? TextOf<T>(T record)
        where T : IFilterSubject => record.Texts(Entity, Key).FirstOrDefault();
}
