using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;

namespace ExperimentTracker.Benchmarks;

/// <summary>A store, in a temporary folder unless another one is given.</summary>
internal sealed class Lab : IDisposable
{
    private static readonly Random Random = new(1);

    public Lab()
        : this(null)
    {
    }

    /// <param name="store">An empty store, which is disposed of.</param>
    public Lab(IExperimentStore? store)
    {
        Folder = Directory.CreateTempSubdirectory("bench").FullName;
        Store = store ?? new SqliteEngine().Open(StoreAddress.OfFolder(Path.Combine(Folder, "store")), StoreOpening.OrCreate, default);
        Experiment = Store.Experiments.Create([new() { Name = "E", ProjectId = Store.Projects.Create([new() { Name = "P" }], default)[0].Id }], default)[0];
    }

    public string Folder { get; }

    public IExperimentStore Store { get; }

    public Experiment Experiment { get; }

    /// <summary>Values that cannot be compressed.</summary>
    public static double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => Random.NextDouble())];

    public static long[] Steps(int count) => [.. Enumerable.Range(0, count).Select(i => (long)i)];

    public Run NewRun() => Store.Runs.Create([new RunDraft { ExperimentId = Experiment.Id, Start = true }], default)[0];

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
