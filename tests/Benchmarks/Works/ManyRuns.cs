using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Storage;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Benchmarks.Works;

/// <summary>
/// A store of many runs, written by SQL at some ten thousand runs a second. Each run has five parameters, five metrics of one point and a tag; they belong to ten
/// experiments in turn. Every fifth has failed, and the one without the metric accuracy is every seventh.
/// </summary>
internal sealed class ManyRuns : IDisposable
{
    private const long Second = TimeSpan.TicksPerSecond;

    private const string Fill = """
        CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $count) SELECT i FROM n;
        INSERT INTO runs (pk, id, id_reversed, experiment_pk, namespace, number, name, name_fold, status, created_at, started_at, ended_at, updated_at)
        SELECT i + 1, printf('%08x-7000-8000-%012x', i * 2654435761 % 4294967296, i), printf('%08x', i), i % 10 + 1, '', i / 10, printf('run-%03d', i / 10), printf('RUN-%03d', i / 10),
            iif(i % 5, 2, 3), $start + i * 60 * $second, $start + i * 60 * $second, $start + i * 60 * $second + 30 * $second, $start + i * 60 * $second + 30 * $second
        FROM n;
        INSERT INTO run_counters SELECT pk, '', (SELECT max(number) + 1 FROM runs r WHERE r.experiment_pk = e.pk) FROM experiments e;
        INSERT INTO status_changes SELECT i + 1, 0, 1, iif(i % 5, 2, 3), $start + i * 60 * $second + 30 * $second, NULL, NULL FROM n;
        INSERT INTO run_parameters
        SELECT i + 1, upper(p.name), p.name, p.type,
            CASE p.name WHEN 'lr' THEN i * 7919 % 5 * 0.02 WHEN 'seed' THEN i WHEN 'batch' THEN 16 << i % 4 WHEN 'augment' THEN i % 2 ELSE iif(i % 3, 'adam', 'sgd') END
        FROM n, (SELECT 'augment' AS name, 4 AS type UNION ALL SELECT 'batch', 1 UNION ALL SELECT 'lr', 2 UNION ALL SELECT 'optimizer', 3 UNION ALL SELECT 'seed', 1) p;
        INSERT INTO tags SELECT 4, i + 1, 'TEAM', 'team', iif(i % 2, 'red', 'blue'), $start FROM n;
        INSERT INTO metrics (run_pk, name_fold, key, label, goal, count, nan_count, tail_count, first_step, first_value, last_step, last_value, last_at,
            min_value, min_step, max_value, max_step, sum, compensation, base_at)
        SELECT i + 1, upper(m.name), m.name, '', m.goal, 1, 0, 1, 0, v, 0, v, $start, v, 0, v, 0, v, 0.0, $start
        FROM (SELECT i, m.*, (i * m.factor % 1000003 + 0.5) / 1000003 AS v
            FROM n, (SELECT 'accuracy' AS name, 2 AS goal, 7919 AS factor UNION ALL SELECT 'loss', 1, 104729 UNION ALL SELECT 'memory', 1, 611953
                UNION ALL SELECT 'seconds', 1, 15485863 UNION ALL SELECT 'val/loss', 1, 32452843) m WHERE m.name <> 'accuracy' OR i % 7) m;
        UPDATE runs SET metric_count = 5 - ((pk - 1) % 7 = 0), point_count = 5 - ((pk - 1) % 7 = 0);
        INSERT INTO metric_tail SELECT pk, 0, 0, last_value, 0 FROM metrics;
        DROP TABLE n;
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("bench").FullName;

    public ManyRuns(int count)
    {
        Count = count;
        using (IExperimentStore made = Open(create: true))
        {
            string project = made.Projects.Create([new() { Name = "P" }], default)[0].Id;
            made.Experiments.Create([.. Enumerable.Range(0, 10).Select(i => new Contracts.Catalog.ExperimentDraft { Name = $"experiment-{i}", ProjectId = project })], default);
        }

        using (var connection = new SqliteConnection($"Data Source={Path.Combine(StorePath, "tracker.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand fill = connection.CreateCommand();
            long start = DateTime.UtcNow.Ticks - (count * 60L * Second);
            fill.CommandText = $"PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN; {Text(count, start)} COMMIT;";
            fill.ExecuteNonQuery();
        }

        Store = Open(create: false);
        Experiments = [.. Store.Experiments.Query(new(), default)];
    }

    public int Count { get; }

    public string StorePath => Path.Combine(folder, "store");

    public IExperimentStore Store { get; }

    public Experiment[] Experiments { get; }

    public string Sub(string name) => Path.Combine(folder, name);

    public void Dispose()
    {
        Store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private IExperimentStore Open(bool create) => new SqliteEngine().Open(StoreAddress.OfFolder(StorePath), create ? StoreOpening.OrCreate : StoreOpening.Existing, default);

    private static string Text(int count, long start) => Fill
        .Replace("$count", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$start", start.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$second", Second.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
