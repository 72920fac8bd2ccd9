namespace ExperimentTracker.Stores;

/// <summary>An identity of a record that knows its source store.</summary>
internal interface IHasSource
{
    /// <summary>The source store; <see langword="null"/> for an identity that was created from a string.</summary>
    RecordSource? Source { get; }
}
