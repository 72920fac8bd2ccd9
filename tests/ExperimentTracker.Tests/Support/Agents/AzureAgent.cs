namespace ExperimentTracker.Tests.Support.Agents;

/// <summary>
/// Reads a log as the agent of Azure Pipelines does, following «Logging commands» in its documentation. It is stricter than the agent: it throws
/// where the agent would ignore a command or warn.
/// </summary>
public static class AzureAgent
{
    private const string Prefix = "##vso[";

    // The documented commands with their properties, except those that this module's scripts must not use.
    private static readonly System.Collections.Generic.Dictionary<string, string[]> Known = new()
    {
        ["task.logissue"] = ["type", "sourcepath", "linenumber", "columnnumber", "code"],
        ["task.setprogress"] = ["value"],
        ["task.complete"] = ["result"],
        ["task.setvariable"] = ["variable", "issecret", "isoutput", "isreadonly"],
        ["task.uploadsummary"] = [],
        ["task.debug"] = [],
        ["build.addbuildtag"] = [],
    };

    /// <summary>The commands of a log, in order. A carriage return ends a line, as it does for the reader that the agent uses.</summary>
    /// <exception cref="System.FormatException">A command that is not well-formed, not documented, or not at the start of its line; or a formatting command.</exception>
    public static System.Collections.Generic.List<AgentCommand> Read(string log)
    {
        System.Collections.Generic.List<AgentCommand> commands = [];
        using System.IO.StringReader lines = new(log);
        while (lines.ReadLine() is { } line)
        {
            int at = line.IndexOf(Prefix, System.StringComparison.OrdinalIgnoreCase);
            if (at > 0) throw new System.FormatException($"A command in the middle of a line: {line}");
            if (at == 0) commands.Add(Parse(line));
            else if (line.Contains("##[", System.StringComparison.Ordinal)) throw new System.FormatException($"A formatting command: {line}");
        }

        return commands;
    }

    private static AgentCommand Parse(string line)
    {
        int end = line.IndexOf(']', System.StringComparison.Ordinal);
        if (end < 0) throw new System.FormatException($"No closing bracket: {line}");
        string[] head = line[Prefix.Length..end].Split(' ', 2);
        string name = head[0].ToLowerInvariant();
        if (!Known.TryGetValue(name, out var allowed)) throw new System.FormatException($"Not a documented command: {line}");
        System.Collections.Generic.Dictionary<string, string> properties = [];
        foreach (string text in head.Length < 2 ? [] : head[1].Split(';', System.StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = text.Split('=', 2);
            string key = pair[0].Trim().ToLowerInvariant();
            if (pair.Length < 2 || System.Array.IndexOf(allowed, key) < 0) throw new System.FormatException($"Not a documented property '{text}': {line}");
            properties.Add(key, Unescape(pair[1]));
        }

        return new AgentCommand(name, properties, Unescape(line[(end + 1)..]), line);
    }

    // The percent sign is last, so that an escaped one does not form another escape with what follows.
    private static string Unescape(string text) => text
        .Replace("%3B", ";", System.StringComparison.Ordinal)
        .Replace("%0D", "\r", System.StringComparison.Ordinal)
        .Replace("%0A", "\n", System.StringComparison.Ordinal)
        .Replace("%5D", "]", System.StringComparison.Ordinal)
        .Replace("%AZP25", "%", System.StringComparison.Ordinal);
}
