using System.Management.Automation;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Binding;

/// <summary>A <see cref="RecordIdentity"/> that finds records by id, by name, or by wildcards in names.</summary>
/// <typeparam name="T">The kind of record.</typeparam>
public abstract class RecordIdentity<T> : RecordIdentity
    where T : class
{
    private protected RecordIdentity(string text) : base(text) { }

    private protected RecordIdentity(object record, string id) : base(record, id) { }

    private protected RecordIdentity(PSObject foreign, RecordType type) : base(foreign, type) { }

    /// <summary>Whether the string has wildcards.</summary>
    public bool HasWildcards => !IsExact && Wildcards.IsPattern(Text);

    /// <summary>Finds the record.</summary>
    /// <param name="store">The store to search.</param>
    /// <param name="cancellation">Cancels waiting for other processes.</param>
    /// <param name="parentId">The id of the project, or for trials of the experiment, that must contain the record; <see langword="null"/> for any.</param>
    /// <param name="removed">Whether to find live or removed records.</param>
    /// <exception cref="TrackerException"><c>…NotFound</c> or <c>…Ambiguous</c>.</exception>
    public T Find(IExperimentStore store, CancellationToken cancellation, string? parentId = null, RemovedFilter removed = RemovedFilter.Live)
    {
        T? found = string.IsNullOrEmpty(Text) ? null
            : IsExact ? Query(store, Within(parentId) with { Ids = [Text], Removed = removed }, cancellation).FirstOrDefault()
            : TryFind(store, parentId, removed, cancellation);
        return found ?? throw NotFound();
    }

    /// <summary>Finds all records that the string matches. Without wildcards it must match exactly one.</summary>
    /// <param name="store">The store to search.</param>
    /// <param name="cancellation">Cancels waiting for other processes.</param>
    /// <param name="parentId">The id of the project, or for trials of the experiment, that must contain the records; <see langword="null"/> for any.</param>
    /// <param name="removed">Whether to find live or removed records.</param>
    /// <exception cref="TrackerException"><c>…NotFound</c> or <c>…Ambiguous</c>.</exception>
    public virtual IEnumerable<T> FindAll(
        IExperimentStore store, CancellationToken cancellation, string? parentId = null, RemovedFilter removed = RemovedFilter.Live)
    {
        if (!HasWildcards) return [Find(store, cancellation, parentId, removed)];
        var pattern = new NamePattern(Text);
        CatalogQuery query = Within(parentId) with { NamePrefix = Wildcards.PrefixOf(Text), Removed = removed };
        T[] found = [.. new[] { pattern }.Select(Query(store, query, cancellation), NameOf)];
        if (found.Length > 0) return found;

        // A path such as project/name [x] is not a wildcard pattern.
        if (TryFind(store, parentId, removed, cancellation) is { } named) return [named];
        return Wildcards.CanMatchNothing(Text) ? [] : throw NotFound();
    }

    /// <summary>Returns the string to find or create the record by. The record of a given object must exist: it is not created.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>.</exception>
    public string TextOrFound(IExperimentStore store, CancellationToken cancellation) => IsExact ? IdOf(Find(store, cancellation)) : Text;

    /// <summary>Returns the name of the record that is found in a store.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c> or <c>…Ambiguous</c>.</exception>
    internal string NameIn(IExperimentStore store, CancellationToken cancellation) => NameOf(Find(store, cancellation));

    /// <summary>Returns the live records with these ids.</summary>
    internal IEnumerable<T> Get(IExperimentStore store, IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        Query(store, new() { Ids = ids }, cancellation);

    /// <summary>Returns the id of a record.</summary>
    internal abstract string IdOf(T record);

    /// <summary>Returns the name of a record, for wildcards.</summary>
    private protected abstract string NameOf(T record);

    /// <summary>Returns records by id or by the prefix of the name.</summary>
    private protected abstract IEnumerable<T> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation);

    /// <summary>Finds the record that the string identifies, or returns <see langword="null"/>.</summary>
    private protected abstract T? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation);

    /// <summary>Creates the error for no match.</summary>
    private protected abstract TrackerException NotFound();

    /// <summary>Creates the query for the records of a parent.</summary>
    private protected virtual CatalogQuery Within(string? parentId) => new() { ProjectId = parentId };
}
