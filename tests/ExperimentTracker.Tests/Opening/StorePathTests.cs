using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Services;
using ExperimentTracker.Storage;
using ExperimentTracker.Storage.Engine;
using ExperimentTracker.Storage.Sqlite;

namespace ExperimentTracker.Tests.Opening;

public sealed class StorePathTests
{
    private static readonly string[] Names =
    [
        "with space", " leading and trailing ", "it's", "quo\"te", "Zoë ☕ 日本 👩‍🔬", "100%", "%20%2F", "a;b=c", "a#b", "a?mode=ro", "a&b", "[x]", "file:x",
        "|DataDirectory|", "-dash", "..dots..", "new\nline", "tab\there", "back\\slash", "$HOME", "~", "*", ":memory:", "{0}",
        new('x', 200),
    ];

    // Windows does not allow some of these names.
    public static TheoryData<string> HardNames() =>
        [.. Names.Where(n => !OperatingSystem.IsWindows() || (n.AsSpan().IndexOfAny("\"?|:\n\t\\*") < 0 && n.Trim() == n))];

    [Theory]
    [MemberData(nameof(HardNames))]
    public void A_store_works_in_a_folder_of_any_name(string name)
    {
        using var folder = new TempFolder();
        string path = folder.Sub(name);
        string id;
        using (IExperimentStore store = StoreUnderTest.Open(path))
        {
            Assert.Equal(path, store.Path);
            Run run = store.NewRun();
            store.Log(run, "loss", 1, 2, 3);
            store.AddText(run, "k", "text");
            store.End(run);
            id = store.Describe(Expect.None).StoreId;
        }

        Assert.Equal([name], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
        using (IExperimentStore store = new SqliteEngine().Open(StoreAddress.OfFolder(path), StoreOpening.Existing, Expect.None))
        {
            Run run = store.Runs.Query(new(), Expect.None).Single();
            Assert.Equal([1.0, 2, 3], store.Points(run, "loss").Values);
            Assert.True(ArtifactReader.Check(store, store.Artifacts.Query(new(), Expect.None)[0], null, Expect.None).IsIntact);
        }

        // A store in a read-only folder is opened in this way.
        using SqliteStoreConnection reader = Connections.OpenImmutable(Path.Combine(path, "tracker.db"));
        Assert.Equal(id, reader.Scalar("SELECT value FROM store_info WHERE name = 'store_id'"));
        Assert.True(reader.IsReadOnly);
    }

    [Fact]
    public void A_store_is_created_with_its_parent_folders()
    {
        using var folder = new TempFolder();
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("a", "b", "c") + Path.DirectorySeparatorChar);
        Assert.Equal(folder.Sub("a", "b", "c"), store.Path);
        Assert.True(new SqliteEngine().Exists(StoreAddress.OfFolder(store.Path)));
    }

    [Fact]
    public void A_store_can_be_created_in_a_folder_with_other_files()
    {
        using var folder = new TempFolder();
        string[] mine = ["draft.new", "locks/yarn.lock", "notes.new.txt", "notes.txt", "x.newest"];
        foreach (string file in mine) folder.Write(file, "mine");
        for (int i = 0; i < 2; i++)
        {
            using IExperimentStore store = StoreUnderTest.Open(folder.Path);
            store.NewProject($"p{i}");
        }

        Assert.All(mine, file => Assert.Equal("mine", File.ReadAllText(folder.Sub(file))));
        Assert.Equal(mine.Concat(["locks", "tracker.db", "tracker.lock"]).Order(StringComparer.Ordinal), folder.List());
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    [NotOnWindowsFact("Folders inherit their access on Windows.")]
    public void Only_its_owner_can_access_a_new_store()
    {
        using var folder = new TempFolder();
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(store.Path));
    }

    [Fact]
    public void A_closed_store_leaves_no_WAL_and_can_be_moved()
    {
        using var folder = new TempFolder();
        using (IExperimentStore store = StoreUnderTest.Open(folder.Sub("old"))) store.NewProject("p");
        Assert.Equal([".gitignore", "tracker.db", "tracker.lock"], Directory.GetFiles(folder.Sub("old")).Select(Path.GetFileName).Order());
        Directory.Move(folder.Sub("old"), folder.Sub("new"));
        using IExperimentStore moved = new SqliteEngine().Open(StoreAddress.OfFolder(folder.Sub("new")), StoreOpening.Existing, Expect.None);
        Assert.Equal("p", moved.Projects.Query(new(), Expect.None).Single().Name);
    }

    [Fact]
    public void A_new_store_is_excluded_from_git_until_its_owner_changes_that()
    {
        using var folder = new TempFolder();
        string file = folder.Sub("s", ".gitignore");
        using (StoreUnderTest.Open(folder.Sub("s"))) Assert.Equal("*\n", File.ReadAllText(file));
        File.Delete(file);
        using (IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"))) store.NewProject();
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("notes.md")]
    [InlineData(".gitignore")]
    public void A_store_in_a_folder_with_other_files_excludes_none_of_them_from_git(string other)
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.Sub("s"));
        File.WriteAllText(folder.Sub("s", other), "mine");
        using (StoreUnderTest.Open(folder.Sub("s"))) Assert.Equal("mine", File.ReadAllText(folder.Sub("s", other)));
        Assert.Equal(other == ".gitignore", File.Exists(folder.Sub("s", ".gitignore")));
    }

    [Fact]
    public void A_store_is_usable_as_long_as_it_lies_where_it_was_opened()
    {
        using var folder = new TempFolder();
        using IExperimentStore store = StoreUnderTest.Open(folder.Sub("s"));
        Run run = store.NewRun();
        for (int i = 0; i < 20; i++) store.Log(run, "loss", new double[50_000]); // enough to cause a checkpoint
        using (StoreUnderTest.Open(folder.Sub("s")))
        {
            Assert.True(store.IsUsable);
        }

        Assert.True(store.IsUsable);
        Directory.Move(folder.Sub("s"), folder.Sub("elsewhere"));
        Assert.False(store.IsUsable);
        using (StoreUnderTest.Open(folder.Sub("s"))) Assert.False(store.IsUsable);
    }

    [Fact]
    public void A_store_in_memory_leaves_nothing_and_is_not_shared()
    {
        using IExperimentStore one = new SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None), two = new SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);
        one.NewProject("p");
        Assert.Empty(two.Projects.Query(new(), Expect.None));
        Assert.Equal((":memory:", true), (one.Path, one.IsInMemory));
        Assert.NotEqual(one.Describe(Expect.None).StoreId, two.Describe(Expect.None).StoreId);
    }

    [Fact]
    public void A_file_store_keeps_its_settings()
    {
        using var folder = new TempFolder();
        using (StoreUnderTest.Open(folder.Path))
        {
        }

        using StoreConnection connection = Connections.Open(folder.Sub("tracker.db"));
        Assert.Equal("wal", connection.Scalar("PRAGMA journal_mode"));
        Assert.Equal((2L, 1L, 0x4554726BL), (connection.Number("PRAGMA auto_vacuum"), connection.Number("PRAGMA foreign_keys"), connection.Number("PRAGMA application_id")));
        Assert.Equal("ok", connection.Scalar("PRAGMA integrity_check"));
    }
}
