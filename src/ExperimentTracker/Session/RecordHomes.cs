using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace ExperimentTracker.Session;

/// <summary>
/// Which store a record came from, so that what one cmdlet gave the next one finds, whatever store it would use by itself. Kept beside the
/// records and not in them: a copy of a store has the same records.
/// </summary>
internal static class RecordHomes
{
    private static readonly ConditionalWeakTable<object, IExperimentStore> Stores = [];

    /// <summary>Remembers where a record came from. Points come by the million and are left out; a series is remembered.</summary>
    public static void Note(object? record, IExperimentStore store)
    {
        if (record is not (null or MetricPoint) && record.GetType().Assembly == typeof(Run).Assembly) Stores.AddOrUpdate(record, store);
    }

    /// <summary>The store that a record, an identity made of one, or the first such of a list came from.</summary>
    public static IExperimentStore? Of(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => null,
        IRecordIdentity identity => identity.Home,
        Array list => list.Cast<object?>().Select(Of).FirstOrDefault(home => home is not null),
        var record => Stores.TryGetValue(record, out IExperimentStore? store) ? store : null,
    };
}

/// <summary>A parameter's value that names a record.</summary>
internal interface IRecordIdentity
{
    /// <summary>The store the record came from, when the value was made of the record.</summary>
    IExperimentStore? Home { get; }
}
