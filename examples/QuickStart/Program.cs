using ExperimentTracker;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.QuickStart;
using ExperimentTracker.Storage;

// The experiment of Train-Iris.ps1 without PowerShell: the domain comes from Core, the store from Storage.
// Usage: QuickStart [folder of the store]. The default is a folder in the temporary folder.
using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stopping.Cancel();
};

string path = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("iris-").FullName;
try
{
    using IExperimentStore store = new SqliteEngine().Open(StoreAddress.OfFolder(Path.GetFullPath(path)), StoreOpening.OrCreate, stopping.Token);
    (Run[] leaders, Configuration best) = new Sweep(new Tracker(store, stopping.Token), stopping.Token).Run();

    foreach (string line in Report.Leaderboard(leaders)) Console.WriteLine(line);
    Console.WriteLine($"\nThe best configuration over its splits: {best}\n");
    Console.WriteLine($"The losses of {leaders[0]}, {leaders[0].Name}, by epoch");
    MetricSeries[] losses = [.. store.Metrics.List([leaders[0].Id], stopping.Token)
        .Where(metric => metric.Key.EndsWith("/loss", StringComparison.Ordinal))
        .Select(metric => store.Metrics.Read(metric, 0, long.MaxValue, stopping.Token))];
    foreach (string line in Report.Curves(losses)) Console.WriteLine(line);
    Console.WriteLine($"\nAll of it is in {store.Path}");
    return 0;
}
catch (Exception e) when (e is TrackerException or OperationCanceledException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
