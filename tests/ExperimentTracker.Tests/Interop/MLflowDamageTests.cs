using ExperimentTracker.Interop.Yaml;

namespace ExperimentTracker.Tests.Interop;

/// <summary>Sources that are cut off or have other bytes: what is whole is imported, or the import is refused with an error of its own. It never fails otherwise.</summary>
public sealed class MLflowDamageTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_database_that_is_cut_off_gives_what_is_whole_or_an_error()
    {
        string path = MLflowSeed.Write(folder.Path, MLflowSeed.Version3);
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length += whole.Length / 15) AssertSafe(path, whole[..length]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_database_with_other_bytes_gives_what_is_whole_or_an_error(int seed)
    {
        string path = MLflowSeed.Write(folder.Path, MLflowSeed.Version3);
        byte[] whole = File.ReadAllBytes(path);
        var random = new Random(seed);
        for (int trial = 0; trial < 25; trial++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 60); i > 0; i--) damaged[random.Next(100, damaged.Length)] = (byte)random.Next(256);
            AssertSafe(path, damaged);
        }
    }

    [Fact]
    public void The_place_of_the_damage_is_told_and_the_other_runs_are_there()
    {
        string path = MLflowSeed.Write(folder.Path, MLflowSeed.Version2);
        string root = MLflowSeed.Query(path, "SELECT rootpage FROM sqlite_master WHERE name = 'metrics'")[0][0];
        int size = int.Parse(MLflowSeed.Query(path, "PRAGMA page_size")[0][0], System.Globalization.CultureInfo.InvariantCulture);
        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan((int.Parse(root, System.Globalization.CultureInfo.InvariantCulture) - 1) * size, size).Fill(0xFF);
        File.WriteAllBytes(path, bytes);
        using StoreUnderTest store = StoreUnderTest.InMemory();
        MergeResult result = store.Store.Import(path);
        Assert.Equal(2, store.Store.Runs.Query(new(), CancellationToken.None).Count());
        SkippedRecords damage = result.Skipped.Single(s => s.Kind == "damaged table");
        Assert.Equal($"metrics, where run_uuid is {MLflowSeed.Parent}", damage.First);
    }

    [Fact]
    public void A_view_in_the_place_of_a_table_is_not_read()
    {
        string path = folder.Sub("views.db");
        using (Microsoft.Data.Sqlite.SqliteConnection connection = MLflowSeed.Open(path))
        {
            MLflowSeed.Execute(connection, """
                CREATE TABLE experiments (experiment_id, name, lifecycle_stage); CREATE TABLE runs (run_uuid, experiment_id);
                CREATE VIEW metrics AS WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS key, x AS value, 1 AS run_uuid FROM n;
                """);
        }

        using StoreUnderTest store = StoreUnderTest.InMemory();
        Expect.Refused("ImportNotReadable", () => store.Store.Import(path, "MLflow"));
    }

    [Fact]
    public void An_export_with_other_bytes_gives_what_is_whole_or_an_error()
    {
        string sample = Imports.Sample("mlflow-export", "single", "experiments", "basic");
        string[] files = [.. Directory.EnumerateFiles(sample, "*.json", SearchOption.AllDirectories)];
        var random = new Random(7);
        for (int trial = 0; trial < 60; trial++)
        {
            foreach (string file in files)
            {
                byte[] bytes = File.ReadAllBytes(file);
                for (int i = random.Next(4); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                string copy = Path.Combine(folder.Path, "export", Path.GetRelativePath(sample, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.WriteAllBytes(copy, random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            }

            AssertSafe(Path.Combine(folder.Path, "export"));
        }
    }

    [Fact]
    public void YAML_with_other_characters_is_read_or_is_not_valid()
    {
        const string original = "artifact_location: file:///tmp/mlruns/0\nexperiment_id: '0'\nname: \"a b\"\ntags: [a, {b: 1}]\nnote: |\n  two\n  lines\n";
        const string odd = "{}[]:,-?!&*|>%@`'\"#\n\t \0";
        var random = new Random(11);
        int refused = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            char[] text = original.ToCharArray();
            for (int i = random.Next(1, 6); i > 0; i--) text[random.Next(text.Length)] = odd[random.Next(odd.Length)];
            try
            {
                YamlMap.Parse(new string(text, 0, random.Next(text.Length + 1)));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1_000, 19_999);
    }

    private static void AssertSafe(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        AssertSafe(path);
    }

    private static void AssertSafe(string path)
    {
        using StoreUnderTest store = StoreUnderTest.InMemory();
        try
        {
            store.Store.Import(path, "MLflow");
        }
        catch (TrackerException e)
        {
            Assert.StartsWith("Import", e.ErrorId, StringComparison.Ordinal);
        }
    }
}
