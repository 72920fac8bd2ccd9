using ExperimentTracker.TestServers;

// Servers for tests that are not written in C#. The program starts them as its arguments say, and prints "ready" and a JSON object with their addresses,
// or "unavailable" and the reason, separated by a tab. Then it reads commands from standard input, one a line, with tab-separated arguments. It
// answers each with one line: "ok" and the result, or "error" and the message. The servers end when the input does, or when the program ends otherwise.
if (ServerCommands.FindObstacle(args) is { } obstacle)
{
    Answer("unavailable", obstacle);
    return;
}

using var servers = new ServerCommands(args);
Answer("ready", servers.Describe());
while (Console.ReadLine() is { } line)
{
    string[] parts = line.Split('\t');
    try
    {
        Answer("ok", servers.Run(parts[0], parts[1..]));
    }
    catch (Exception e)
    {
        Answer("error", e.Message);
    }
}

return;

static void Answer(string kind, string text)
{
    Console.Out.WriteLine($"{kind}\t{text.ReplaceLineEndings(" ")}");
    Console.Out.Flush();
}
