using System.Management.Automation;

namespace ExperimentTracker.Binding;

/// <summary>A <see cref="RecordIdentity"/> that finds records by id, name or wildcards over names.</summary>
/// <typeparam name="T">The kind of record.</typeparam>
public abstract class RecordIdentity<T> : RecordIdentity
    where T : class
{
    private protected RecordIdentity(string text) : base(text) { }

    private protected RecordIdentity(object record, string id) : base(record, id) { }

    private protected RecordIdentity(PSObject foreign, RecordType type) : base(foreign, type) { }

    /// <summary>Whether the text has wildcards.</summary>
    public bool HasWildcards => !IsExact && Wildcards.AreIn(Text);

    /// <summary>Finds the one record.</summary>
    /// <param name="store">The store to look in.</param>
    /// <param name="cancellation">Ends waiting for other processes.</param>
    /// <param name="parentId">The id of the project, or of a trial the experiment, that it has to be in; <see langword="null"/> for any.</param>
    /// <param name="removed">Whether it is live or removed.</param>
    /// <exception cref="TrackerException"><c>…NotFound</c> or <c>…Ambiguous</c>.</exception>
    public T Find(IExperimentStore store, CancellationToken cancellation, string? parentId = null, RemovedFilter removed = RemovedFilter.Live)
    {
        T? found = string.IsNullOrEmpty(Text) ? null
            : IsExact ? Query(store, Within(parentId) with { Ids = [Text], Removed = removed }, cancellation).FirstOrDefault()
            : TryFind(store, parentId, removed, cancellation);
        return found ?? throw NotFound();
    }

    /// <summary>Finds every record that the text fits; only without wildcards does there have to be one.</summary>
    /// <param name="store">The store to look in.</param>
    /// <param name="cancellation">Ends waiting for other processes.</param>
    /// <param name="parentId">The id of the project, or of a trial the experiment, that they have to be in; <see langword="null"/> for any.</param>
    /// <param name="removed">Whether they are live or removed.</param>
    /// <exception cref="TrackerException"><c>…NotFound</c> or <c>…Ambiguous</c>.</exception>
    public virtual IEnumerable<T> FindAll(
        IExperimentStore store, CancellationToken cancellation, string? parentId = null, RemovedFilter removed = RemovedFilter.Live)
    {
        if (!HasWildcards) return [Find(store, cancellation, parentId, removed)];
        var pattern = new NamePattern(Text);
        CatalogQuery query = Within(parentId) with { NamePrefix = Wildcards.PrefixOf(Text), Removed = removed };
        T[] found = [.. Query(store, query, cancellation).Where(record => pattern.IsMatch(NameOf(record)))];
        if (found.Length > 0) return found;

        // project/name [x] is no wildcard over names.
        if (TryFind(store, parentId, removed, cancellation) is { } named) return [named];
        return Wildcards.MayFitNone(Text) ? [] : throw NotFound();
    }

    /// <summary>The text to find or create the record by. What an object stands for has to be there: it is not created anew.</summary>
    /// <exception cref="TrackerException"><c>…NotFound</c>.</exception>
    public string TextOrFound(IExperimentStore store, CancellationToken cancellation) => IsExact ? IdOf(Find(store, cancellation)) : Text;

    /// <summary>Gives the live records of these ids.</summary>
    internal IEnumerable<T> Get(IExperimentStore store, IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        Query(store, new() { Ids = ids }, cancellation);

    /// <summary>The id of a record.</summary>
    internal abstract string IdOf(T record);

    /// <summary>The name that wildcards are matched with.</summary>
    private protected abstract string NameOf(T record);

    /// <summary>Gives records by id or by the beginning of the name.</summary>
    private protected abstract IEnumerable<T> Query(IExperimentStore store, CatalogQuery query, CancellationToken cancellation);

    /// <summary>Finds the record that the text names, if there is one.</summary>
    private protected abstract T? TryFind(IExperimentStore store, string? parentId, RemovedFilter removed, CancellationToken cancellation);

    /// <summary>The error that says that nothing fits.</summary>
    private protected abstract TrackerException NotFound();

    /// <summary>The query for the records of a parent.</summary>
    private protected virtual CatalogQuery Within(string? parentId) => new() { ProjectId = parentId };
}
