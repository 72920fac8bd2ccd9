using ExperimentTracker;
using ExperimentTracker.Tests.Worker;

// A process of its own for the tests. Reads commands from standard input, one a line with its arguments behind tabs, and answers each with
// one line: "ok" and the result, or "error" with the error's id and message. Long work also answers in between, each time it was told that
// something is written. Ends with its input.
using var worker = new WorkerCommands(text => Answer("ok", text));
while (Console.ReadLine() is { } line)
{
    string[] words = line.Split('\t');
    try
    {
        Answer("ok", worker.Run(words[0], words[1..]));
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
