using System.Globalization;
using ExperimentTracker;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Sqlite;
using ExperimentTracker.Tests.Worker;

// A process of its own for the tests. Reads commands from standard input, one a line with its arguments behind tabs, and answers each with
// one line: "ok" and the result, or "error" with the error's id and message. Ends with its input.
IExperimentStore? store = null;
while (Console.ReadLine() is { } line)
{
    string[] words = line.Split('\t');
    try
    {
        Answer("ok", Run(words[0], words[1..]));
    }
    catch (TrackerException e)
    {
        Answer("error", $"{e.ErrorId}\t{e.Message}");
    }
    catch (Exception e)
    {
        Answer("error", $"{e.GetType().Name}\t{e.Message}");
    }
}

return;

string Run(string command, string[] arguments)
{
    switch (command)
    {
        case "open":
            store = new SqliteEngine().Open(arguments[0], create: true, CancellationToken.None);
            return store.Describe(CancellationToken.None).StoreId;
        case "describe":
            StoreInfo info = store!.Describe(CancellationToken.None);
            return $"{(info.IsReadOnly ? "read-only" : "writable")}\t{info.Projects}";
        case "close":
            store!.Dispose();
            return "";
        case "project":
            return RunFactory.FindOrCreateProject(store!, arguments[0]).Id;
        case "start":
            return RunFactory.Create(store!, new RunRequest { Experiment = arguments[0], Start = true, Origin = RunOrigins.Capture("/") }).Id;
        case "runs":
            return WriteLoop.Runs(store!, arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
        case "log":
            WriteLoop.Log(
                store!, arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture),
                total => Answer("ok", total.ToString(CultureInfo.InvariantCulture)));
            return "all";
        case "collect":
            KillingCare.Collect(arguments[0], arguments[1]);
            return "all";
        case "share":
            return Sharing.Run(store!, int.Parse(arguments[0], CultureInfo.InvariantCulture), int.Parse(arguments[1], CultureInfo.InvariantCulture));
        case "stage":
            store!.Artifacts.Stage(new MemoryStream(new byte[1000]), null, CancellationToken.None);
            return "";
        case "hold":
            using (Session holder = Connections.Open(Path.Combine(arguments[0], StoreFiles.DatabaseName)))
            {
                holder.Raw("BEGIN IMMEDIATE");
                Answer("ok", "held");
                Thread.Sleep(int.Parse(arguments[1], CultureInfo.InvariantCulture));
            }

            return "let go";
        case "command-line":
            return RunOrigins.Capture("/").CommandLine!;
        case "exit":
            Environment.Exit(0);
            return "";
        default:
            throw new ArgumentException($"There is no command {command}.");
    }
}

static void Answer(string kind, string text)
{
    Console.Out.WriteLine($"{kind}\t{text.ReplaceLineEndings(" ")}");
    Console.Out.Flush();
}
