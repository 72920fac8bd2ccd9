namespace ExperimentTracker;

/// <summary>
/// The entries of <see cref="NamedValues"/> in a compact form, from which they are created when the first of them is used: of many runs that are read,
/// often only a few values are. They belong to the record, are complete and never change, whatever happens to its store.
/// </summary>
public abstract class DeferredEntries
{
    /// <summary>Creates the entries, in order. Several threads can call it at the same time.</summary>
    public abstract IEnumerable<KeyValuePair<string, object?>> Create();
}
