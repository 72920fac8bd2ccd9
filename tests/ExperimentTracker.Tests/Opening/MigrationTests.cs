using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Tests.Opening;

/// <summary>Migrations to versions of the schema that exist only here.</summary>
public sealed class MigrationTests : IDisposable
{
    private static readonly Action<StoreConnection> AddColours = s => s.Script("CREATE TABLE colours (name TEXT NOT NULL); INSERT INTO colours VALUES ('red')");
    private static readonly Action<StoreConnection> AddSizes = s => s.Script("CREATE TABLE sizes (name TEXT NOT NULL)");

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_store_of_an_older_version_is_migrated_and_keeps_its_content()
    {
        string project = MakeCurrent();
        using (Database database = Open(AddColours, AddSizes))
        {
            Assert.Equal((SchemaSteps.All.Count + 2, "red"), (Version(database), Scalar(database, "SELECT name FROM colours")));
            Assert.Equal(project, Scalar(database, "SELECT name FROM projects"));
        }

        Assert.Equal("StoreTooNew", Assert.Throws<TrackerException>(() => StoreUnderTest.Open(folder.Path)).ErrorId);
    }

    [Fact]
    public void A_store_of_version_4_is_counted_and_can_be_read_and_written()
    {
        StoreInfo before;
        using (IExperimentStore made = StoreUnderTest.Open(folder.Path))
        {
            Run ended = made.NewRun(), running = made.NewRun(), removed = made.NewRun();
            foreach (Run run in new[] { ended, running, removed }) made.Log(run, "loss", 1, 2, 3);
            made.End(ended);
            made.End(removed);
            made.Runs.Remove([removed.Id], Expect.None);
            before = made.Describe(Expect.None);
        }

        using (StoreConnection old = Connections.Open(folder.Sub("tracker.db")))
        {
            old.Script(OldSchema.To6);
        }

        using IExperimentStore migrated = StoreUnderTest.Open(folder.Path);
        StoreInfo after = migrated.Describe(Expect.None);
        Assert.Equal((2L, 1L, 2L, 6L, 1L), (after.Runs, after.RunningRuns, after.Metrics, after.Points, after.Removed));
        Assert.Equal(before, after with { DatabaseSize = before.DatabaseSize, Latency = before.Latency });
        Run more = migrated.NewRun();
        migrated.Log(more, "loss", 1);
        Assert.Equal(1.0, migrated.End(more).Metrics["loss"]);
        Assert.Equal((3L, 7L), (migrated.Describe(Expect.None).Runs, migrated.Describe(Expect.None).Points));
    }

    [Fact]
    public void A_session_that_had_the_store_open_does_not_write_after_a_newer_version_migrated_it()
    {
        MakeCurrent();
        using IExperimentStore old = StoreUnderTest.Open(folder.Path);
        Run run = old.NewRun();
        old.Log(run, "loss", 1);
        using (Database newer = Open(AddColours)) Assert.Equal(SchemaSteps.All.Count + 1, Version(newer));
        for (int i = 0; i < 2; i++)
        {
            Assert.Contains("Update the module", Expect.Refused("StoreTooNew", () => old.Log(run, "loss", 2)).Message, StringComparison.Ordinal);
            Expect.Refused("StoreTooNew", () => old.End(run));
        }

        Assert.Equal([1.0], old.Points(run, "loss").Values);
        Assert.Equal(RunStatus.Running, old.Again(run).Status);
    }

    [Fact]
    public void A_step_that_fails_midway_leaves_the_version_before_it_and_can_be_run_again()
    {
        string project = MakeCurrent();
        Action<StoreConnection> bad = s =>
        {
            s.Script("CREATE TABLE sizes (name); INSERT INTO sizes VALUES ('half'); DELETE FROM projects");
            s.Script("CREATE TABLE projects (taken)");
        };
        for (int attempt = 0; attempt < 2; attempt++)
        {
            Assert.Equal("StoreUnavailable", Assert.Throws<TrackerException>(() => Open(AddColours, bad)).ErrorId);
            using StoreConnection connection = Connections.Open(folder.Sub("tracker.db"));
            Assert.Equal(SchemaSteps.All.Count + 1, Migrations.VersionOf(connection));
            Assert.Equal(project, connection.Scalar("SELECT name FROM projects"));
            Assert.Null(connection.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'sizes'"));
            Assert.Equal("ok", connection.Scalar("PRAGMA integrity_check"));
        }

        using Database database = Open(AddColours, AddSizes);
        Assert.Equal(SchemaSteps.All.Count + 2, Version(database));
        Assert.Equal(1L, Scalar(database, "SELECT count(*) FROM colours"));
    }

    [Fact]
    public void A_step_that_throws_something_else_leaves_the_version_before_it_too()
    {
        MakeCurrent();
        Action<StoreConnection> bad = s =>
        {
            AddColours(s);
            throw new InvalidDataException("midway");
        };
        Assert.Equal("midway", Assert.Throws<InvalidDataException>(() => Open(bad)).Message);
        using Database database = Open(AddColours);
        Assert.Equal(SchemaSteps.All.Count + 1, Version(database));
    }

    [Fact]
    public void A_store_whose_first_step_fails_is_not_created()
    {
        Action<StoreConnection> bad = s => s.Script("CREATE TABLE half (x); no such statement");
        Assert.Equal("StoreNotCreated", Assert.Throws<TrackerException>(() => OpenWith([bad])).ErrorId);
        Assert.False(File.Exists(folder.Sub("tracker.db")));
        using (StoreUnderTest.Open(folder.Path))
        {
        }

        Assert.Equal([".gitignore", "tracker.db", "tracker.lock"], folder.List());
    }

    [Fact]
    public async Task Many_openers_at_once_run_each_step_once()
    {
        for (int round = 0; round < 5; round++)
        {
            using var fresh = new TempFolder();
            using (StoreUnderTest.Open(fresh.Path))
            {
            }

            int runs = 0;
            Action<StoreConnection> counted = s =>
            {
                Interlocked.Increment(ref runs);
                AddColours(s);
            };
            using var start = new Barrier(8);
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    using Database database = new StoreOpener(new StoreFiles(fresh.Path), [.. SchemaSteps.All, counted, AddSizes], EngineOptions.Default).Open(create: true, Expect.None);
                    Assert.Equal(SchemaSteps.All.Count + 2, Version(database));
                },
                TaskCreationOptions.LongRunning)));
            Assert.Equal(1, runs);
        }
    }

    [Fact]
    public void Every_step_leaves_a_valid_database()
    {
        using StoreConnection connection = Connections.OpenInMemory();
        for (int version = 1; version <= SchemaSteps.All.Count; version++)
        {
            Migrations.Run(connection, [.. SchemaSteps.All.Take(version)]);
            Assert.Equal(version, Migrations.VersionOf(connection));
            Assert.Equal("ok", connection.Scalar("PRAGMA integrity_check"));
        }

        foreach (string view in connection.Query("SELECT name FROM sqlite_master WHERE type = 'view'", r => r.GetString(0)))
        {
            connection.Query($"SELECT * FROM \"{view}\"", _ => 0);
        }
    }

    private string MakeCurrent()
    {
        using IExperimentStore store = StoreUnderTest.Open(folder.Path);
        return store.NewProject("kept").Name;
    }

    private Database Open(params Action<StoreConnection>[] steps) => OpenWith([.. SchemaSteps.All, .. steps]);

    private Database OpenWith(IReadOnlyList<Action<StoreConnection>> all) => new StoreOpener(new StoreFiles(folder.Path), all, EngineOptions.Default).Open(create: true, Expect.None);

    private static int Version(Database database) => database.Read(Migrations.VersionOf, Expect.None);

    private static object? Scalar(Database database, string sql) => database.Read(s => s.Scalar(sql), Expect.None);
}
