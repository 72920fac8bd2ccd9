namespace ExperimentTracker.Tests.Support.Services;

/// <summary>Skips a test while it runs; the runner recognises the beginning of the message.</summary>
/// <param name="reason">The reason.</param>
public sealed class SkipException(string reason) : Exception("$XunitDynamicSkip$" + reason);
