namespace ExperimentTracker.Tests.Support.Agents;

/// <summary>
/// Reads a log, and the files of environment variables and outputs, as the runner of GitHub Actions does, following «Workflow commands» in its
/// documentation. It is stricter than the runner: it throws where the runner would ignore a command.
/// </summary>
public static class GitHubRunner
{
    private static readonly System.Collections.Generic.Dictionary<string, string[]> Known = new()
    {
        ["error"] = ["title", "file", "line", "endline", "col", "endcolumn"],
        ["warning"] = ["title", "file", "line", "endline", "col", "endcolumn"],
        ["notice"] = ["title", "file", "line", "endline", "col", "endcolumn"],
        ["debug"] = [],
        ["group"] = [],
        ["endgroup"] = [],
    };

    // Commands that would control the job, which this module never writes. They are recognised in both syntaxes.
    private static readonly string[] Forbidden =
        ["set-output", "set-env", "add-path", "add-mask", "save-state", "stop-commands", "echo", "add-matcher", "remove-matcher"];

    /// <summary>The commands of a log, in order.</summary>
    /// <param name="log">The log.</param>
    /// <param name="passOverUnknown">Whether an unknown command is plain text, as it is for the runner.</param>
    /// <exception cref="System.FormatException">A command that is not well-formed, not documented, forbidden or of the old syntax.</exception>
    public static System.Collections.Generic.List<AgentCommand> Read(string log, bool passOverUnknown = false)
    {
        System.Collections.Generic.List<AgentCommand> commands = [];
        using System.IO.StringReader lines = new(log);
        while (lines.ReadLine() is { } line)
        {
            if (line.Contains("##[", System.StringComparison.Ordinal)) throw new System.FormatException($"A command of the old syntax: {line}");
            string text = line.TrimStart();
            int end = text.StartsWith("::", System.StringComparison.Ordinal) ? text.IndexOf("::", 2, System.StringComparison.Ordinal) : -1;
            if (end < 0) continue;
            string name = text[2..end].Split(' ')[0].ToLowerInvariant();
            bool isKnown = Known.ContainsKey(name) || System.Array.IndexOf(Forbidden, name) >= 0;
            if (isKnown || !passOverUnknown) commands.Add(Parse(text[2..end], text[(end + 2)..], line));
        }

        return commands;
    }

    /// <summary>The values in a file, by name: <c>name=value</c>, or a value of several lines between two delimiters.</summary>
    /// <exception cref="System.FormatException">The runner rejects the file: no name, no delimiter, or no second delimiter.</exception>
    public static System.Collections.Generic.Dictionary<string, string> ReadFile(string path)
    {
        System.Collections.Generic.Dictionary<string, string> values = [];
        string[] lines = System.IO.File.ReadAllText(path).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0) continue;
            int equals = line.IndexOf('=', System.StringComparison.Ordinal);
            int heredoc = line.IndexOf("<<", System.StringComparison.Ordinal);
            if (heredoc < 0 || (equals >= 0 && equals < heredoc))
            {
                if (equals <= 0) throw new System.FormatException($"Neither name=value nor name<<delimiter: {line}");
                values[line[..equals]] = line[(equals + 1)..];
                continue;
            }

            string delimiter = line[(heredoc + 2)..];
            if (heredoc == 0 || delimiter.Length == 0) throw new System.FormatException($"No name or no delimiter: {line}");
            int last = System.Array.FindIndex(lines, i + 1, l => l.TrimEnd('\r') == delimiter);
            if (last < 0) throw new System.FormatException($"The delimiter does not come again: {line}");
            values[line[..heredoc]] = string.Join('\n', lines[(i + 1)..last]);
            i = last;
        }

        return values;
    }

    private static AgentCommand Parse(string head, string data, string line)
    {
        string[] parts = head.Split(' ', 2);
        string name = parts[0].ToLowerInvariant();
        if (System.Array.IndexOf(Forbidden, name) >= 0) throw new System.FormatException($"A command that steers the job: {line}");
        if (!Known.TryGetValue(name, out var allowed)) throw new System.FormatException($"Not a documented command: {line}");
        System.Collections.Generic.Dictionary<string, string> properties = [];
        foreach (string text in parts.Length < 2 ? [] : parts[1].Split(','))
        {
            string[] pair = text.Trim().Split('=', 2);
            string key = pair[0].ToLowerInvariant();
            if (pair.Length < 2 || System.Array.IndexOf(allowed, key) < 0) throw new System.FormatException($"Not a documented property '{text}': {line}");
            properties.Add(key, Unescape(pair[1]).Replace("%3A", ":", System.StringComparison.Ordinal).Replace("%2C", ",", System.StringComparison.Ordinal).Replace("%25", "%", System.StringComparison.Ordinal));
        }

        return new AgentCommand(name, properties, Unescape(data).Replace("%25", "%", System.StringComparison.Ordinal), line);
    }

    private static string Unescape(string text) => text
        .Replace("%0D", "\r", System.StringComparison.Ordinal)
        .Replace("%0A", "\n", System.StringComparison.Ordinal);
}
