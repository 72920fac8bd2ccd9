using ExperimentTracker;
using ExperimentTracker.Tests.Worker;

// A separate process for tests. It reads commands from standard input, one a line, with tab-separated arguments. It answers each with one line: "ok"
// and the result, or "error" with the id and message of the error. A long command also answers after each acknowledged write. The process ends when
// its input does.
using var worker = new WorkerCommands(text => Answer("ok", text));
while (Console.ReadLine() is { } line)
{
    string[] parts = line.Split('\t');
    try
    {
        Answer("ok", worker.Run(parts[0], parts[1..]));
    }
    catch (TrackerException e)
    {
        Answer("error", $"{e.ErrorId}\t{e.Message}");
    }
    catch (Exception e)
    {
        Answer("error", $"{e.GetType().Name}\t{e}");
    }
}

return;

static void Answer(string kind, string text)
{
    Console.Out.WriteLine($"{kind}\t{text.ReplaceLineEndings(" ")}");
    Console.Out.Flush();
}
