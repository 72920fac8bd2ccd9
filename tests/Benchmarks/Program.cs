using System.Text.Json;
using ExperimentTracker.Benchmarks;
using ExperimentTracker.Benchmarks.Limits;
using ExperimentTracker.Benchmarks.Works;

// Usage: ExperimentTracker.Benchmarks <json file> [quick] [runs] [server] [points=<number> [series=<number>]]. Prints the table of the engine's operations and writes it as
// JSON; with runs, only how the costs grow with the number of runs; with server, only the engine of PostgreSQL; with a number of points, only one series of that many, or so many series.
string output = args[0];
bool quick = args.Contains("quick");
long? points = Number("points"), series = Number("series");
var paired = new Paired(7);
string folder = Directory.CreateTempSubdirectory("bench").FullName;
try
{
    (string? program, string reason) = NativeInsert.Build(folder);
    if (program is null) Console.WriteLine($"The limit in C is left out: {reason}");
    var rows = new List<Row>();
    Console.WriteLine(Row.Header);
    IEnumerable<Row> manyRuns = ManyRunsWorks.Run(new Paired(3), new Paired(1), quick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000]);
    IEnumerable<Row> all = points is { } count ? (series is { } many ? LongSeriesWorks.RunMany(count, (int)many) : LongSeriesWorks.Run(count)) : args.Contains("server") ? ServerWorks.Run(new Paired(5), quick ? 10_000 : 100_000) : args.Contains("runs") ? manyRuns : MetricWorks.Run(paired, quick ? 200_000 : 1_000_000, program)
        .Concat(RunWorks.Run(paired))
        .Concat(QueryWorks.Run(paired, quick ? 10_000 : 100_000))
        .Concat(ArtifactWorks.Run(paired, quick ? 32 : 128))
        .Concat(GrowthWorks.Run(new Paired(quick ? 1 : 3), quick))
        .Concat(manyRuns);
    foreach (Row row in all)
    {
        Console.WriteLine(row);
        rows.Add(row);
    }

    File.WriteAllText(output, JsonSerializer.Serialize(rows));
}
finally
{
    Directory.Delete(folder, recursive: true);
}

long? Number(string name) => args.FirstOrDefault(a => a.StartsWith(name + "=", StringComparison.Ordinal)) is { } given
    ? long.Parse(given[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture)
    : null;
