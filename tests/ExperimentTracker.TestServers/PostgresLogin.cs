namespace ExperimentTracker.TestServers;

/// <summary>A role that can log in with a password.</summary>
/// <param name="User">Its name.</param>
/// <param name="Password">Its password.</param>
public sealed record PostgresLogin(string User, string Password);
