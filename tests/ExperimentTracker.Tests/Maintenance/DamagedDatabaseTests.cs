using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Tests.Maintenance;

/// <summary>A database file with damaged pages: every operation returns a finding or a clear error, and no backup is made of it.</summary>
public sealed class DamagedDatabaseTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Damage_anywhere_in_the_file_is_found_or_clearly_refused()
    {
        string original = folder.Sub("original");
        using (IExperimentStore store = StoreUnderTest.Open(original))
        {
            Run run = store.NewRun(store.NewExperiment("E"));
            store.Log(run, "loss", [.. Enumerable.Range(0, 5000).Select(i => Math.Sin(i))]);
            store.AddText(run, "k", "content");
            store.End(run);
        }

        int noticed = 0, pages = PagesOf(original);
        foreach (int page in Enumerable.Range(2, pages - 1).Where(p => p % 3 == 0))
        {
            string path = folder.Sub($"page {page}");
            CopyFolder(original, path);
            Overwrite(Path.Combine(path, "tracker.db"), page);
            if (IsNoticed(path)) noticed++;
        }

        // Points are checked only against their statistics, and free pages are not checked.
        Assert.True(noticed * 3 > pages / 3, $"{noticed} of {pages / 3} damaged pages were noticed.");
    }

    private bool IsNoticed(string path)
    {
        try
        {
            using IExperimentStore store = StoreUnderTest.Open(path);
            List<StoreFinding> findings = store.Findings();
            if (findings.Count == 0) return false;
            Assert.All(findings, f => Assert.NotEmpty(f.Message));
            if (!findings.Any(f => f.Area == StoreArea.Database)) return true;
            Expect.Refused("StoreCorrupt", () => store.Maintenance.Backup(path + " copy", replace: false, null, Expect.None));
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder.Path), e => e.Contains(" copy", StringComparison.Ordinal));
        }
        catch (TrackerException e)
        {
            Assert.Contains(e.ErrorId, (string[])["StoreCorrupt", "StoreNotADatabase"]);
        }

        return true;
    }

    private static int PagesOf(string store) => (int)(new FileInfo(Path.Combine(store, "tracker.db")).Length / 1024);

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            string path = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }

    private static void Overwrite(string database, int page)
    {
        using FileStream file = File.OpenWrite(database);
        file.Position = (page - 1) * 1024L;
        byte[] junk = new byte[200];
        new Random(page).NextBytes(junk);
        file.Write(junk);
    }
}
