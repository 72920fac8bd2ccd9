using System.Globalization;

namespace ExperimentTracker.Tests.Exporting;

public sealed class ParquetTests(Exports exports) : IClassFixture<Exports>
{
    [NeedsNodePackagesFact(DuckDb.Service)]
    public void DuckDB_reads_each_run_parameter_and_point()
    {
        string?[][][] results = DuckDb.Query(exports.Export("Parquet"),
            "SELECT run_id, number, status, epoch_ms(created_at), name, typeof(created_at) FROM 'runs.parquet' ORDER BY run_id",
            "SELECT run_id, key, label, step, value, epoch_ms(measured_at), typeof(value), typeof(step) FROM 'points.parquet'",
            "SELECT name, type, value, number FROM 'parameters.parquet' WHERE run_id = 'run_1'",
            "SELECT r.name, count(*), max(p.step) FROM 'points.parquet' p JOIN 'runs.parquet' r USING (run_id) WHERE key = 'long' GROUP BY r.name",
            "SELECT max(stats_min_value::TIMESTAMPTZ <= (SELECT max(created_at) FROM 'runs.parquet') AND stats_max_value::TIMESTAMPTZ >= (SELECT max(created_at) FROM 'runs.parquet')) FROM parquet_metadata('runs.parquet') WHERE path_in_schema = 'created_at'",
            "SELECT count(*) FROM 'logs.parquet' UNION ALL SELECT count(*) FROM 'artifacts.parquet' UNION ALL SELECT count(*) FROM 'tags.parquet'");

        Assert.Equal(
            exports.Runs.OrderBy(r => r.Id, StringComparer.Ordinal).Select(r => $"{r.Id} {r.Number} {r.Status} {Milliseconds(r.CreatedAtUtc)} {r.Name} TIMESTAMP WITH TIME ZONE"),
            results[0].Select(r => string.Join(' ', r)));
        Assert.Equal(
            exports.Points().Select(p => $"{p.Run.Id} {p.Series.Key} {p.Series.Label} {p.Step} {BitConverter.DoubleToInt64Bits(p.Value):X} {Milliseconds(p.Utc)} DOUBLE BIGINT").Order(StringComparer.Ordinal),
            results[1].Select(r => $"{r[0]} {r[1]} {r[2]} {r[3]} {BitConverter.DoubleToInt64Bits(double.Parse(r[4]!, CultureInfo.InvariantCulture)):X} {r[5]} {r[6]} {r[7]}").Order(StringComparer.Ordinal));

        Dictionary<string, (string?, string?, string?)> parameters = results[2].ToDictionary(r => r[0]!, r => (r[1], r[2], r[3]));
        Assert.Equal(9, parameters.Count);
        Assert.Equal(("Text", "tü\n\"'", null), parameters["text"]);
        Assert.Equal(("Null", null, null), parameters["nothing"]);
        Assert.Equal(("Real", "NaN", "NaN"), parameters["nan"]);
        Assert.Equal("Boolean", parameters["flag"].Item1);
        Assert.Equal("3000", Assert.Single(results[3])[1]);
        Assert.Equal(["1", "5", "3"], results[5].Select(r => r[0]));
        Assert.Equal("true", Assert.Single(results[4])[0]);
    }

    private static long Milliseconds(DateTime time) => (long)Math.Floor((time - DateTime.UnixEpoch).TotalMilliseconds);
}
