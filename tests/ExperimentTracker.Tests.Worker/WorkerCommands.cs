using System.Globalization;
using System.Text.Json;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Provenance;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Postgres;
using ExperimentTracker.Storage.Sqlite;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Worker;

/// <summary>The commands of a worker.</summary>
/// <param name="acknowledge">Is called after each acknowledged write of a long command.</param>
public sealed class WorkerCommands(Action<string> acknowledge) : IDisposable
{
    private readonly FaultPointRelay faultPoints = new();
    private StoreConnection? holder;
    private IExperimentStore? store;

    public string Run(string command, string[] arguments)
    {
        switch (command)
        {
            case "open":
                store = Open(arguments[0], arguments.Length > 1);
                return store.Describe(CancellationToken.None).StoreId;
            case "migrate":
                return NextSchema.Open(arguments[0], faultPoints.Pass);
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
            case "status":
                return store!.Runs.Query(new() { Ids = [arguments[0]] }, CancellationToken.None).Single().Status.ToString();
            case "runs":
                return WriteLoop.Runs(store!, arguments[0], Number(arguments[1]));
            case "log":
                WriteLoop.Log(store!, arguments[0], Number(arguments[1]), total => acknowledge(total.ToString(CultureInfo.InvariantCulture)));
                return "all";
            case "point":
                store!.Metrics.Append([new() { RunId = arguments[0], Key = WriteLoop.Key, Values = new double[] { 1 }, Ticks = new[] { UtcTicks.Now(store.Time) } }], CancellationToken.None);
                return "";
            case "kill at":
                faultPoints.Listener = SelfKill.At(arguments[0], Number(arguments[1]));
                return "";
            case "work":
                new StoreWorkload(store!, Number(arguments[0]), text => acknowledge(text + StoreWorkload.End)).Run(Number(arguments[1]));
                return "all";
            case "warm-up":
                ConcurrentWriter.WarmUp();
                return "";
            case "write":
                return JsonSerializer.Serialize(new ConcurrentWriter(store!, Number(arguments[0]), arguments[1], faultPoints).Write(Seconds(arguments[2])));
            case "read":
                return ConcurrentReader.Read(store!, Seconds(arguments[0]));
            case "maintain":
                return ConcurrentMaintainer.Maintain(store!, arguments[0], Seconds(arguments[1]));
            case "sweep":
                return ConcurrentMaintainer.Collect(store!, Seconds(arguments[0]));
            case "collect":
                KillingMaintenance.Collect(arguments[0], arguments[1]);
                return "all";
            case "trials":
                return TrialRunner.Run(store!, arguments[0], arguments.Length > 1 ? Number(arguments[1]) : int.MaxValue, acknowledge);
            case "watch":
                return AlertRunner.Watch(store!, once: arguments.Length > 0, acknowledge);
            case "share":
                return Sharing.Run(store!, Number(arguments[0]), Number(arguments[1]));
            case "stage":
                store!.Artifacts.Stage(() => new MemoryStream(new byte[arguments.Length == 0 ? 1000 : Number(arguments[0])]), null, CancellationToken.None);
                return "";
            case "hold":
                holder = Connections.Open(Path.Combine(arguments[0], StoreFiles.DatabaseName));
                holder.Script("BEGIN IMMEDIATE");
                return "";
            case "release":
                holder!.Dispose();
                return "";
            case "command-line":
                return RunOrigins.Capture("/").CommandLine!;
            case "exit":
                Environment.Exit(0);
                return "";
            default:
                throw new ArgumentException($"There is no command {command}.");
        }
    }

    public void Dispose()
    {
        holder?.Dispose();
        store?.Dispose();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    // A password for a server is in the file of passwords that the environment names.
    private IExperimentStore Open(string place, bool isQuick)
    {
        var options = new EngineOptions { FaultPointListener = faultPoints.Pass };
        if (isQuick) options = options with { BeatInterval = TimeSpan.FromMilliseconds(300), LongestSilence = TimeSpan.FromSeconds(3) };
        return StoreAddress.IsServerUrl(place)
            ? new PostgresEngine(options).Open(StoreAddress.Parse(place), StoreOpening.OrCreate, CancellationToken.None)
            : new SqliteEngine(options).Open(StoreAddress.OfFolder(place), StoreOpening.OrCreate, CancellationToken.None);
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
}
