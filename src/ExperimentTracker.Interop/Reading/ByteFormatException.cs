namespace ExperimentTracker.Interop.Reading;

/// <summary>Bytes that are not of the format that they should be of. Readers catch it and say where it was.</summary>
/// <param name="message">Why, as a phrase: "a record ends early".</param>
internal sealed class ByteFormatException(string message) : Exception(message);
