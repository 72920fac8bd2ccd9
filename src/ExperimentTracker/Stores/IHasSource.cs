namespace ExperimentTracker.Stores;

/// <summary>An identity of a record that knows the store that the record came from.</summary>
internal interface IHasSource
{
    /// <summary>The store; <see langword="null"/> for an identity that was made of a text.</summary>
    RecordSource? Source { get; }
}
