using ExperimentTracker.Contracts.Stores;
using Microsoft.Data.Sqlite;

namespace ExperimentTracker.Tests.Support;

/// <summary>Reads points from the view <c>metric_points</c>, or a copy of it, as any SQLite client does.</summary>
internal static class PointsOfView
{
    /// <summary>Opens a database as another program would: without the code and settings of the store.</summary>
    public static SqliteConnection Connect(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Asserts that a table or view has exactly the points that the store returns for every series of a run.</summary>
    public static void CheckAll(IExperimentStore store, Run run, SqliteConnection connection, string source = "metric_points")
    {
        foreach (Metric metric in store.Metrics.List([run.Id], CancellationToken.None)) Check(store, metric, connection, source);
    }

    private static void Check(IExperimentStore store, Metric metric, SqliteConnection connection, string source)
    {
        MetricSeries expected = store.Metrics.Read(metric, 0, long.MaxValue, CancellationToken.None);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT step, value, typeof(value), timestamp, ordinal FROM {source}
            WHERE run_id = @run AND key = @key AND label IS @label ORDER BY step, ordinal
            """;
        command.Parameters.AddWithValue("@run", metric.RunId);
        command.Parameters.AddWithValue("@key", metric.Key);
        command.Parameters.AddWithValue("@label", (object?)metric.Label ?? DBNull.Value);
        var steps = new List<long>();
        var values = new List<double>();
        var times = new List<string>();
        var ordinals = new HashSet<long>();
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            steps.Add(row.GetInt64(0));
            values.Add(row.IsDBNull(1) ? double.NaN : row.GetDouble(1));
            Assert.Equal(double.IsNaN(values[^1]) ? "null" : "real", row.GetString(2));
            times.Add(row.GetString(3));
            Assert.True(ordinals.Add(row.GetInt64(4)));
        }

        Assert.Equal(expected.Steps, steps);
        Expect.SameBits(expected.Values, values);
        Assert.Equal(expected.Timestamps.Select(t => t.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", null)), times);
    }
}
