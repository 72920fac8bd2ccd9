using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.Reading;

/// <summary>One reading of a source: for its records, or before that for the contents of its artifacts only.</summary>
/// <param name="Losses">What has no place, and what could not be read.</param>
/// <param name="Contents">The contents of artifacts.</param>
/// <param name="IsForContents">Whether only the contents are wanted, so that points and lines need not be kept.</param>
/// <param name="Cancellation">Cancels the reading.</param>
internal sealed record ForeignReading(TransferLosses Losses, ForeignContents Contents, bool IsForContents, CancellationToken Cancellation);
