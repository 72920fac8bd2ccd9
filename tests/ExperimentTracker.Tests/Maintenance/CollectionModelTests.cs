using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Maintenance;

/// <summary>
/// Generates stores at random and removes many records at random. A garbage collection deletes exactly what a simple model predicts, and changes
/// nothing else.
/// </summary>
public sealed class CollectionModelTests
{
    // Set EXPERIMENTTRACKER_MODEL_ROUNDS to test more stores.
    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("EXPERIMENTTRACKER_MODEL_ROUNDS"), System.Globalization.CultureInfo.InvariantCulture, out int n) ? n : 5;

    [Fact]
    public void A_collection_deletes_exactly_what_no_kept_record_refers_to()
    {
        for (int seed = 1; seed <= Rounds; seed++) Try(seed);
    }

    private static void Try(int seed)
    {
        using StoreUnderTest underTest = StoreUnderTest.InAFile();
        IExperimentStore store = underTest.Store;
        var world = new RandomStore(store, seed);
        HashSet<string> stays = world.Staying();
        string[] gone = [.. world.Ids.Where(id => !stays.Contains(id))];
        CollectionSummary outcome = store.Maintenance.Collect(null, null, Expect.None);
        long records = outcome.Projects + outcome.Experiments + outcome.Runs + outcome.Artifacts + outcome.Models + outcome.ModelVersions + outcome.Datasets;
        Assert.True(gone.Length == records, $"Seed {seed}: {gone.Length} records should be deleted, and {records} were.");
        Assert.Equal(stays.Order(StringComparer.Ordinal), world.Left().Order(StringComparer.Ordinal));
        Assert.Empty(store.Findings());
        Assert.False(store.Maintenance.EstimateCollection(null, Expect.None).HasRecords);
        Assert.Equal(0, store.Maintenance.EstimateCollection(null, Expect.None).Blobs);
        world.CheckBytes(stays);
    }

    /// <summary>Records that belong to and refer to each other; some are removed.</summary>
    private sealed class RandomStore
    {
        private readonly IExperimentStore store;
        private readonly Random random;
        private readonly List<string> projects = [], experiments = [], runs = [], models = [], versions = [], datasets = [];
        private readonly List<Artifact> artifacts = [];
        private readonly List<(string From, string To)> owns = [], pointsAt = [];
        private readonly HashSet<string> removed = new(StringComparer.Ordinal);

        public RandomStore(IExperimentStore store, int seed)
        {
            this.store = store;
            random = new Random(seed);
            for (int i = 0; i < 3; i++) projects.Add(store.NewProject($"p{i}").Id);
            for (int i = 0; i < 5; i++) AddExperiment(i);
            for (int i = 0; i < 4; i++) datasets.Add(store.Datasets.Register(new() { Name = $"d{i}" }, Expect.None).Id);
            for (int i = 0; i < 20; i++) AddRun();
            for (int i = 0; i < 20; i++) AddArtifact(i);
            for (int i = 0; i < 4; i++) AddVersion(i);
            for (int i = 0; i < 12; i++) AddInput();
            for (int i = 0; i < 3; i++) AddDataset();
            RemoveSome();
        }

        public IEnumerable<string> Ids => [.. projects, .. experiments, .. runs, .. models, .. versions, .. datasets, .. artifacts.Select(a => a.Id)];

        /// <summary>The live records, and everything that can be reached from them: owners, references, and the artifacts of runs.</summary>
        public HashSet<string> Staying()
        {
            var stays = new HashSet<string>(StringComparer.Ordinal);
            var next = new Stack<string>(Ids.Where(IsLive));
            while (next.TryPop(out string? id))
            {
                if (!stays.Add(id)) continue;
                foreach ((_, string to) in pointsAt.Where(l => l.From == id)) next.Push(to);
                foreach ((string owner, _) in owns.Where(l => l.To == id)) next.Push(owner);
                if (!runs.Contains(id)) continue;
                foreach ((_, string artifact) in owns.Where(l => l.From == id && !removed.Contains(l.To))) next.Push(artifact);
            }

            return stays;
        }

        /// <summary>The ids of all records that the store still has, removed or not.</summary>
        public IEnumerable<string> Left() =>
        [
            .. store.Projects.Query(new() { Removed = RemovedFilter.All }, Expect.None).Select(p => p.Id),
            .. store.Experiments.Query(new() { Removed = RemovedFilter.All }, Expect.None).Select(e => e.Id),
            .. store.Runs.Query(new() { Removed = RemovedFilter.All }, Expect.None).Select(r => r.Id),
            .. store.Models.Query(new() { Removed = RemovedFilter.All }, Expect.None).Select(m => m.Id),
            .. store.Models.Versions(new() { Removed = RemovedFilter.All }, Expect.None).Select(v => v.Id),
            .. Column("SELECT id FROM datasets"), .. Column("SELECT id FROM artifacts"),
        ];

        public void CheckBytes(HashSet<string> stays)
        {
            foreach (Artifact artifact in artifacts)
            {
                bool named = artifacts.Any(a => a.Digest == artifact.Digest && stays.Contains(a.Id));
                Assert.Equal(named, File.Exists(store.FileOf(artifact.Digest!)));
            }
        }

        private bool IsLive(string id) => !removed.Contains(id) && owns.Where(l => l.To == id).All(l => IsLive(l.From));

        private IEnumerable<string> Column(string sql) => store.Queries.Run(sql, NamedValues.Empty, Expect.None).Select(row => (string)row.Values[0]!);

        private string One(List<string> of) => of[random.Next(of.Count)];

        private void AddExperiment(int i)
        {
            string project = One(projects);
            experiments.Add(store.Experiments.Create([new() { Name = $"e{i}", ProjectId = project }], Expect.None)[0].Id);
            owns.Add((project, experiments[^1]));
        }

        private void AddRun()
        {
            string experiment = One(experiments);
            Run run = store.NewRun(new RunDraft { ExperimentId = experiment, Start = true, ParentRunId = runs.Count > 0 && random.Next(3) == 0 ? One(runs) : null });
            store.Log(run, "loss", [.. Enumerable.Range(0, random.Next(1500)).Select(_ => random.NextDouble())]);
            store.End(run);
            runs.Add(run.Id);
            owns.Add((experiment, run.Id));
        }

        private void AddArtifact(int i)
        {
            bool ofRun = random.Next(4) > 0;
            string owner = ofRun ? One(runs) : One(experiments);
            var draft = new ArtifactDraft { OwnerType = ofRun ? RecordType.Run : RecordType.Experiment, OwnerId = owner, Key = $"a{i}" };
            artifacts.Add(ArtifactIntake.AddText(store, draft, $"content {random.Next(8)}", Expect.None));
            owns.Add((owner, artifacts[^1].Id));
        }

        private void AddVersion(int i)
        {
            string project = One(projects);
            models.Add(store.Models.Create([new() { Name = $"m{i}", ProjectId = project }], Expect.None)[0].Id);
            owns.Add((project, models[^1]));
            string[] candidates = [.. runs.Where(r => owns.Single(o => o.To == owns.Single(l => l.To == r).From).From == project)];
            string? run = candidates.Length > 0 && random.Next(2) == 0 ? candidates[random.Next(candidates.Length)] : null;
            Artifact? artifact = random.Next(2) == 0 ? artifacts.Find(a => candidates.Contains(a.OwnerId)) : null;
            ModelVersion version = store.Models.Register([new() { ModelId = models[^1], RunId = run, ArtifactId = artifact?.Id }], Expect.None)[0];
            versions.Add(version.Id);
            owns.Add((models[^1], version.Id));
            if (run is not null) pointsAt.Add((version.Id, run));
            if (artifact is not null) pointsAt.Add((version.Id, artifact.Id));
        }

        private void AddInput()
        {
            string run = One(runs);
            (RunInputKind kind, string target) = random.Next(4) switch
            {
                0 => (RunInputKind.ModelVersion, One(versions)),
                1 => (RunInputKind.Dataset, One(datasets)),
                _ => (RunInputKind.Artifact, artifacts[random.Next(artifacts.Count)].Id),
            };
            store.Inputs.Add(run, kind, target, null, Expect.None);
            pointsAt.Add((run, target));
        }

        private void AddDataset()
        {
            (string experiment, string dataset) = (One(experiments), One(datasets));
            store.Datasets.AddToExperiment(experiment, dataset, primary: random.Next(2) == 0, Expect.None);
            pointsAt.Add((experiment, dataset));
        }

        private void RemoveSome()
        {
            store.Artifacts.Remove(Some([.. artifacts.Select(a => a.Id)], 0.3), Expect.None);
            store.Models.RemoveVersions(Some(versions, 0.5), Expect.None);
            store.Models.Remove(Some(models, 0.3), Expect.None);
            store.Runs.Remove(Some(runs, 0.6), Expect.None);
            store.Experiments.Remove(Some(experiments, 0.4), Expect.None);
            store.Datasets.Remove(Some(datasets, 0.6), Expect.None);
            store.Projects.Remove(Some(projects, 0.3), Expect.None);
        }

        private string[] Some(List<string> of, double part)
        {
            string[] some = [.. of.Where(_ => random.NextDouble() < part)];
            removed.UnionWith(some);
            return some;
        }
    }
}
