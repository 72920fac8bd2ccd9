using System.Globalization;
using ExperimentTracker.Interop.Trackio;

namespace ExperimentTracker.Tests.Interop.Databases;

public sealed class TrackioTests : IDisposable
{
    // The tables of the storage schema that the documentation of Trackio describes.
    private const string Schema = """
        CREATE TABLE metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT NOT NULL, run_name TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL, log_id TEXT, space_id TEXT);
        CREATE TABLE configs (id INTEGER PRIMARY KEY AUTOINCREMENT, run_name TEXT NOT NULL, config TEXT NOT NULL, created_at TEXT NOT NULL, UNIQUE(run_name));
        CREATE TABLE system_metrics (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT NOT NULL, run_name TEXT NOT NULL, metrics TEXT NOT NULL);
        CREATE TABLE alerts (id INTEGER PRIMARY KEY, timestamp TEXT, run_name TEXT, title TEXT, text TEXT, level TEXT, step INTEGER, alert_id TEXT);
        CREATE TABLE artifacts (id INTEGER PRIMARY KEY, name TEXT, type TEXT);
        """;

    private static readonly TrackioFormat Format = new();
    private readonly ForeignStore store = new(Format);

    public void Dispose() => store.Dispose();

    [Fact]
    public void Each_value_is_that_of_the_database()
    {
        string path = store.Folder.Sub("trackio", "digits.db");
        DatabaseFiles.Make(path, Schema + """
            WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49)
            INSERT INTO metrics (timestamp, run_name, step, metrics) SELECT '2026-01-02T03:04:' || printf('%02d', i) || '.250000+00:00', 'run-' || (i % 2), i / 2, json_object('loss', 1.0 / (i + 1), 'acc', i) FROM n;
            INSERT INTO metrics (timestamp, run_name, step, metrics) VALUES ('2026-01-02T03:05:00', 'run-0', 25, '{"loss": NaN, "best": "Infinity", "sample": {"_type": "trackio.image", "file_path": "digits/run-0/25/a.png"}}'), ('2026-01-02T03:05:00', 'run-1', 25, 'no json');
            INSERT INTO configs (run_name, config, created_at) VALUES ('run-0', '{"lr": 0.1, "_Username": "ann", "_Group": "g"}', '2026-01-02T03:04:00+00:00'), ('only', '{"lr": 2}', '2026-01-02T00:00:00+00:00');
            INSERT INTO system_metrics (timestamp, run_name, metrics) VALUES ('2026-01-02T03:04:01+00:00', 'run-1', '{"gpu": 0.5}');
            INSERT INTO alerts (timestamp, run_name, title, text, level) VALUES ('2026-01-02T03:04:02+00:00', 'run-0', 'Slow', 'very', 'warn');
            INSERT INTO artifacts (name, type) VALUES ('model', 'model');
            """);
        store.Folder.Write("trackio/media/digits/run-0/25/a.png", [1, 2, 3]);
        MergeResult result = store.ImportTwice(path);
        Assert.Equal(["only", "run-0", "run-1"], store.Runs.Select(r => r.Name).Order(StringComparer.Ordinal));
        foreach (string name in new[] { "run-0", "run-1" })
        {
            var expected = DatabaseFiles.Rows(path, $"SELECT step, json_extract(metrics, '$.loss'), timestamp FROM metrics WHERE run_name = '{name}' AND step < 25 ORDER BY step")
                .Select(r => ((long)r[0]!, (double)r[1]!, DateTime.Parse((string)r[2]!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal).Ticks));
            Assert.Equal(expected, store.Points(store.Run(name), "loss").Where(p => p.Step < 25));
        }

        Run run = store.Run("run-0");
        Assert.Equal(("digits", "ann", 0.1, "g"), (run.Experiment, run.Origin.User, run.Parameters["lr"], run.Tags["group"]));
        Assert.Equal((double.NaN, double.PositiveInfinity, 0.5), (run.Metrics["loss"], run.Metrics["best"], store.Run("run-1").Metrics["system/gpu"]));
        Assert.Equal(("sample.png", 25L), Assert.Single(store.Artifacts(run)) is var a ? (a.Key, a.Step) : default);
        Assert.Equal("Slow: very", Assert.Single(store.Logs(run)).Message);
        Assert.Equal(["row: metrics of run-1", "row of artifacts: artifacts"], result.Skipped.Select(s => $"{s.Kind}: {s.First}"));
    }

    [Fact]
    public void A_run_that_grew_gets_its_new_points()
    {
        string path = store.Folder.Sub("p.db");
        DatabaseFiles.Make(path, Schema + "INSERT INTO metrics (timestamp, run_name, step, metrics) VALUES ('2026-01-02T03:04:05', 'a', 0, '{\"x\": 1}')");
        store.Import(path);
        DatabaseFiles.Make(path, "INSERT INTO metrics (timestamp, run_name, step, metrics) VALUES ('2026-01-02T03:04:06', 'a', 1, '{\"x\": 2}')");
        MergeResult grown = store.Import(path);
        Assert.Equal((1L, 1L, 0), (grown.Points, grown.Changed, grown.Conflicts.Count));
    }

    [Fact]
    public void Mutated_files_are_read_as_far_as_they_are_whole()
    {
        string path = store.Folder.Sub("p.db");
        DatabaseFiles.Make(path, "PRAGMA page_size = 512;" + Schema + "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO metrics (timestamp, run_name, step, metrics) SELECT '2026-01-02T03:04:05', 'a', i, '{\"x\": ' || i || '}' FROM n");
        MutatedFiles.Check(Format, path, File.ReadAllBytes(path));
    }
}
