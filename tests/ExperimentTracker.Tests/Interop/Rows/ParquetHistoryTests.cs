using System.Globalization;
using ExperimentTracker.Interop;
using ExperimentTracker.Interop.Rows;

namespace ExperimentTracker.Tests.Interop.Rows;

/// <summary>An export of W&amp;B's history, a real file, is compared with what DuckDB reads of it.</summary>
public sealed class ParquetHistoryTests : IDisposable
{
    private static readonly string[] Numbers = ["DOUBLE", "FLOAT", "INTEGER", "BIGINT"];
    private readonly ForeignStore store = new(new ParquetHistoryFormat());

    public void Dispose() => store.Dispose();

    [NeedsNodePackagesFact(DuckDb.Service)]
    public void Each_number_is_a_point_with_its_step_and_bits()
    {
        string folder = Directory.CreateDirectory(store.Folder.Sub("mnist")).FullName, path = Path.Combine(folder, "history.parquet");
        File.Copy(ForeignStore.Real("wandb", "history.parquet"), path);
        MergeResult result = store.ImportTwice(path);
        Run run = store.Run("history");
        Assert.Equal(("mnist", RunStatus.Succeeded), (run.Experiment, run.Status));

        string?[][] columns = DuckDb.Query(folder, "DESCRIBE SELECT * FROM 'history.parquet'")[0];
        string[] others = ["_step", "_timestamp", "_runtime"];
        string[] names = [.. columns.Where(c => Numbers.Contains(c[1]) && !others.Contains(c[0])).Select(c => c[0]!)];
        Assert.NotEmpty(names);
        Assert.Equal(columns.Count(c => !Numbers.Contains(c[1])), result.Skipped.Where(s => s.Kind == "column").Sum(s => s.Count));
        string?[][][] read = DuckDb.Query(folder, [.. names.Select(name => $"SELECT _step, hex(\"{name}\"::DOUBLE::VARCHAR), \"{name}\"::DOUBLE FROM 'history.parquet' WHERE \"{name}\" IS NOT NULL ORDER BY _step")]);
        long count = 0;
        foreach ((string name, string?[][] rows) in names.Zip(read))
        {
            if (rows.Length == 0) continue;
            count += rows.Length;
            (long, long)[] expected = [.. rows.Select(row => (long.Parse(row[0]!, CultureInfo.InvariantCulture), BitConverter.DoubleToInt64Bits(double.Parse(row[2]!, CultureInfo.InvariantCulture))))];
            Assert.Equal(expected, store.Points(run, name).Select(p => (p.Step, BitConverter.DoubleToInt64Bits(p.Value))));
        }

        Assert.Equal((count, true), (result.Points, count > 100));
    }

    [Fact]
    public void A_mutated_file_is_read_or_refused()
    {
        string path = store.Folder.Sub("history.parquet");
        MutatedFiles.Check(new ParquetHistoryFormat(), path, File.ReadAllBytes(ForeignStore.Real("wandb", "history.parquet")));
    }

    [NeedsNodePackagesFact(DuckDb.Service)]
    public void Rows_without_a_step_and_columns_without_numbers_are_told()
    {
        string folder = Directory.CreateDirectory(store.Folder.Sub("e")).FullName;
        DuckDb.Query(folder, "COPY (SELECT * FROM (VALUES (0, 1700000000.5, 0.5, 'a'), (1, 1700000001.5, NULL, 'b'), (NULL, 1700000002.5, 3.0, 'c'), (2, 1700000003.5, 'NaN'::DOUBLE, 'd')) t(epoch, _timestamp, loss, text)) TO 'h.parquet'");
        MergeResult result = store.ImportTwice(Path.Combine(folder, "h.parquet"));
        Run run = store.Run("h");
        Assert.Equal([(0L, 0.5), (2L, double.NaN)], store.Points(run, "loss").Select(p => (p.Step, p.Value)));
        Assert.Equal(["column text", "row epoch = "], result.Skipped.Select(s => $"{s.Kind} {s.First}"));
        Assert.Equal("2023-11-14T22:13:20.5000000Z 2023-11-14T22:13:23.5000000Z", $"{run.StartedAtUtc:O} {run.EndedAtUtc:O}");
        Assert.Equal("ParquetHistory", new TransferFormats().All.First(format => format.Fits(Path.Combine(folder, "h.parquet"))).Name);
    }
}
