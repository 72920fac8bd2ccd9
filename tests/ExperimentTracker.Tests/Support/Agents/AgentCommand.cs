namespace ExperimentTracker.Tests.Support.Agents;

/// <summary>A command that a build service found in a log.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Properties">Its properties as the service understands them; names in lower case.</param>
/// <param name="Data">Its data as the service understands it.</param>
/// <param name="Line">The line that contains it, unchanged.</param>
public sealed record AgentCommand(string Name, System.Collections.Generic.IReadOnlyDictionary<string, string> Properties, string Data, string Line);
