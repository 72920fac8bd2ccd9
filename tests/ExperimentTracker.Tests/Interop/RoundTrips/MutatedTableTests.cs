using ExperimentTracker.Interop.Tables;
using ExperimentTracker.Tests.Exporting;

namespace ExperimentTracker.Tests.Interop.RoundTrips;

public sealed class MutatedTableTests(Exports exports) : IClassFixture<Exports>
{
    [Theory]
    [InlineData("Csv", "runs.csv")]
    [InlineData("Csv", "points.csv")]
    [InlineData("Parquet", "runs.parquet")]
    [InlineData("Parquet", "points.parquet")]
    public void Mutated_tables_are_read_or_refused(string format, string file)
    {
        string folder = exports.Export(format);
        string path = Path.Combine(folder, file);
        MutatedFiles.Check(new TableImport(), path, File.ReadAllBytes(path), read: folder);
    }
}
