namespace ExperimentTracker.Storage.Engine;

/// <summary>What a transaction assumed without reading it is not so; see <see cref="Statement.Require"/>. Nothing of it was written, and it can be done again with what is read.</summary>
internal sealed class AssumptionFailedException : Exception;
