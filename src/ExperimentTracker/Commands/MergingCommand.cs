using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Formatting;
using ExperimentTracker.Loading;
using ExperimentTracker.Progress;
using ExperimentTracker.Sessions;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Commands;

/// <summary>The base class of the cmdlets that import and merge: merges a source, returns the result, and warns about conflicts.</summary>
public abstract class MergingCommand : TrackerCommand
{
    private const int ConflictsShown = 10;

    /// <inheritdoc/>
    protected override bool ErrorsTerminate => true;

    /// <summary>Merges a source. With <c>-WhatIf</c> or <c>-Confirm</c>, the changes are calculated first.</summary>
    /// <returns>Whether all of it is in the store now: false if it was not confirmed, for conflicts, and for contents that are missing.</returns>
    private protected bool MergeFrom(ITransferSource source, string verb)
    {
        string action = IsAsked ? $"{verb}: {Preview(source)}" : verb;
        if (!ShouldProcess(source.Name, action)) return false;
        return Report(Merge(WriteStore, source, preview: false));
    }

    /// <summary>Merges what a source has more since it was merged before. Nothing is returned if it has nothing more.</summary>
    /// <returns>As <see cref="MergeFrom"/>.</returns>
    private protected bool MergeMore(ITransferSource source)
    {
        MergeResult result = Merge(WriteStore, source, preview: false);
        return (result.Added == 0 && result.Changed == 0 && IsComplete(result)) || Report(result);
    }

    private static bool IsComplete(MergeResult result) => result.Conflicts.Count == 0 && result.WithoutContent == 0;

    private bool Report(MergeResult result)
    {
        foreach (MergeConflict conflict in result.Conflicts.Take(ConflictsShown)) WriteWarning(DisplayText.Text(conflict.Message));
        if (result.Conflicts.Count > ConflictsShown) WriteWarning($"There are {result.Conflicts.Count - ConflictsShown} more conflicts; see the property Conflicts of the result.");
        if (result.WithoutContent > 0) WriteWarning($"{result.WithoutContent} artifacts were merged without their content, which this store does not have either.");
        if (result.Skipped.Count > 0) WriteWarning(DisplayText.Text($"Not everything was imported; see the property Skipped of the result. {string.Join(" ", result.Skipped.Take(ConflictsShown))}"));
        WriteObject(result);
        return IsComplete(result);
    }

    private bool IsAsked =>
        MyInvocation.BoundParameters.Keys.Any(name => name is "Confirm" or "WhatIf") || Session.IsWhatIf;

    // A preview does not create the store.
    private MergeResult Preview(ITransferSource source)
    {
        if (StoreResolver.TryFind(Session, Store, Cancellation) is { } store) return Merge(store, source, preview: true);
        using IExperimentStore none = StoreEngines.OpenInMemory();
        return Merge(none, source, preview: true);
    }

    private MergeResult Merge(IExperimentStore target, ITransferSource source, bool preview)
    {
        using var progress = new RecordProgress(this, $"Merging {source.Name}");
        return target.Transfer.Merge(source, preview, progress, Cancellation);
    }
}
