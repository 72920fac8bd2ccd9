namespace ExperimentTracker.TestServers;

/// <summary>A server of the tests that could not be started or used, although nothing it needs is missing.</summary>
public sealed class ServerException(string message) : Exception(message);
