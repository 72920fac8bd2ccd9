using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Opening;

/// <summary>A file or folder that is not a store, or cannot be opened, is reported with a clear error and not changed.</summary>
public sealed class BadStoreTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("not a database, but longer than the sixteen bytes of a header, and then some more so that SQLite reads on")]
    [InlineData("short")]
    [InlineData("")]
    [InlineData("SQLite format 3\0")]
    public void A_file_that_is_no_database_is_refused_and_kept(string content)
    {
        folder.Write("s/tracker.db", content);
        TrackerException error = Refused("StoreNotADatabase");
        Assert.Equal(TrackerErrorKind.Corrupt, error.Kind);
        Assert.Equal(content, File.ReadAllText(folder.Sub("s", "tracker.db")));
        Assert.Equal(["s", "s/tracker.db"], folder.List());
    }

    [Theory]
    [InlineData("PRAGMA user_version = 0")]
    [InlineData("PRAGMA user_version = 1")]
    [InlineData("PRAGMA user_version = 99; PRAGMA application_id = 1")]
    [InlineData("PRAGMA journal_mode = WAL")]
    public void A_database_of_another_program_is_an_error_and_is_kept(string made)
    {
        Directory.CreateDirectory(folder.Sub("s"));
        Execute(made, "CREATE TABLE projects (id); INSERT INTO projects VALUES ('theirs')");
        byte[] before = File.ReadAllBytes(folder.Sub("s", "tracker.db"));
        Refused("StoreNotADatabase");
        Assert.Equal(before, File.ReadAllBytes(folder.Sub("s", "tracker.db")));
        Assert.Equal(["s", "s/tracker.db"], folder.List());
    }

    [Fact]
    public void A_store_of_a_newer_version_is_refused_and_kept()
    {
        using (StoreUnderTest.Open(folder.Sub("s")))
        {
        }

        Execute("PRAGMA user_version = 1000");
        TrackerException error = Refused("StoreTooNew");
        Assert.Equal(TrackerErrorKind.Unsupported, error.Kind);
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        using SqliteConnection connection = Connect();
        Assert.Equal(1000L, Scalar(connection, "PRAGMA user_version"));
    }

    [Fact]
    public void A_truncated_store_is_damaged()
    {
        using (IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"))) store.NewRun();
        using (FileStream file = File.OpenWrite(folder.Sub("s", "tracker.db"))) file.SetLength(file.Length / 3 / 1024 * 1024);
        var error = Assert.Throws<TrackerException>(() =>
        {
            using IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"));
            foreach (Run _ in store.Runs.Query(new(), Expect.None)) Assert.Fail("A run was read from a store that is cut off.");
        });
        Assert.Equal(("StoreCorrupt", TrackerErrorKind.Corrupt), (error.ErrorId, error.Kind));
    }

    [Fact]
    public void An_id_that_is_not_a_text_is_damage()
    {
        using (StoreUnderTest.Open(folder.Sub("s")))
        {
        }

        Execute("UPDATE store_info SET value = 12 WHERE name = 'store_id'");
        var error = Assert.Throws<TrackerException>(() =>
        {
            using IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"));
            store.Describe(Expect.None);
        });
        Assert.Equal(("StoreCorrupt", TrackerErrorKind.Corrupt), (error.ErrorId, error.Kind));
    }

    [Fact]
    public void A_path_that_is_a_file_is_refused()
    {
        folder.Write("s", "a file");
        Refused("StorePathInvalid");
        Assert.Equal("a file", File.ReadAllText(folder.Sub("s")));
    }

    [Fact]
    public void A_missing_store_is_not_found_and_not_created()
    {
        Expect.Refused("StoreNotFound", () => new SqliteEngine().Open(StoreAddress.OfFolder(folder.Sub("s")), StoreOpening.Existing, Expect.None));
        Assert.False(new SqliteEngine().Exists(StoreAddress.OfFolder(folder.Sub("s"))));
        Directory.CreateDirectory(folder.Sub("s"));
        Expect.Refused("StoreNotFound", () => new SqliteEngine().Open(StoreAddress.OfFolder(folder.Sub("s")), StoreOpening.Existing, Expect.None));
        Assert.Equal(["s"], folder.List());
    }

    [Fact]
    public void A_store_below_a_file_cannot_be_created()
    {
        string file = folder.Write("file", "mine");
        TrackerException error = Expect.Refused("StoreNotCreated", () => StoreUnderTest.Open(Path.Combine(file, "s")));
        Assert.Equal(TrackerErrorKind.PermissionDenied, error.Kind);
        Assert.Equal(["file"], folder.List());
    }

    [NeedsPathFact("/proc/self")]
    public void A_store_cannot_be_created_in_a_file_system_of_the_kernel()
    {
        Expect.Refused("StoreNotCreated", () => StoreUnderTest.Open("/proc/experiments"));
    }

    [Fact]
    public void A_folder_in_the_place_of_the_database_is_an_error_and_is_kept()
    {
        folder.Write("s/tracker.db/mine", "x");
        Expect.Refused("StoreNotCreated", () => StoreUnderTest.Open(folder.Sub("s")));
        Assert.Equal("x", File.ReadAllText(folder.Sub("s", "tracker.db", "mine")));
    }

    [Fact]
    public void An_artifact_folder_that_cannot_be_written_is_an_error_of_the_store()
    {
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"));
        Run run = store.NewRun();
        folder.Write("s/artifacts", "a file in its place");
        Expect.Refused("StoreUnavailable", () => store.AddText(run, "k", "x"));
        File.Delete(folder.Sub("s", "artifacts"));
        folder.Write("s/artifacts/sha256", "a file in its place");
        Expect.Refused("StoreUnavailable", () => store.AddText(run, "k", "x"));
        Assert.Empty(store.Artifacts.Query(new(), Expect.None));
        Assert.Equal(0, store.Describe(Expect.None).Blobs);
    }

    [Fact]
    public void A_folder_of_locks_that_cannot_be_written_is_an_error_of_the_store()
    {
        folder.Write("s/locks", "a file in its place");
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"));
        Experiment experiment = store.NewExperiment();
        Expect.Refused("StoreUnavailable", () => store.NewRun(experiment));
        Assert.Empty(store.Runs.Query(new(), Expect.None));
    }

    private TrackerException Refused(string errorId) => Expect.Refused(errorId, () => StoreUnderTest.Open(folder.Sub("s")));

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.Sub("s", "tracker.db"), Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private void Execute(params string[] scripts)
    {
        using SqliteConnection connection = Connect();
        foreach (string script in scripts) Scalar(connection, script);
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
