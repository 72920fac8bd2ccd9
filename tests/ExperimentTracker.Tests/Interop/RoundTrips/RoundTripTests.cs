using System.Text.RegularExpressions;
using ExperimentTracker.Interop;
using ExperimentTracker.Tests.Web;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop.RoundTrips;

/// <summary>
/// A store goes out in a format and comes in to a new one: all records are equal field by field, except for what the format cannot carry. That is a table here, and what
/// docs/interop.md says.
/// </summary>
public sealed class RoundTripTests : IDisposable
{
    private const int Most = 60;

    private readonly StoreUnderTest first = StoreUnderTest.InAFile(), second = StoreUnderTest.InAFile();
    private readonly TempFolder folder = new();

    public RoundTripTests() => RoundTripStore.Fill(first.Store);

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_folder_of_MLflow_gives_back_the_records()
    {
        string path = Export("MLflow");
        Assert.Empty(second.Store.Import(path).Conflicts);
        AssertEqual(RoundTripLosses.MLflowFolder);
        AssertNothingChanges(path, null);
    }

    [Theory]
    [InlineData("Csv")]
    [InlineData("Parquet")]
    public void Tables_give_back_the_records(string format)
    {
        string path = Export(format);
        Assert.Empty(second.Store.Import(path).Conflicts);
        AssertEqual(format == "Csv" ? RoundTripLosses.Csv : RoundTripLosses.Parquet);
        AssertNothingChanges(path, "Tables");
    }

    [Fact]
    public void What_was_changed_in_MLflow_comes_back_changed_and_the_rest_as_it_was()
    {
        string path = Export("MLflow");
        string run = Directory.EnumerateDirectories(path, "018f3a52-0000-7000-8000-00000000000a", SearchOption.AllDirectories).Single();
        File.WriteAllText(Path.Combine(run, "params", "added"), "7");
        File.WriteAllText(Path.Combine(run, "tags", "k"), "changed");
        File.WriteAllText(Path.Combine(run, "tags", "mlflow.note.content"), "better");
        File.Delete(Path.Combine(run, "tags", "empty"));
        File.AppendAllText(Path.Combine(run, "artifacts", "notes"), "!");
        File.AppendAllText(Path.Combine(run, "metrics", "accuracy"), "1700000000000 0.5 99\n");
        Assert.Empty(second.Store.Import(path).Conflicts);
        Run back = second.Store.Runs.Query(new() { Ids = [Path.GetFileName(run)] }, Expect.None).Single();
        Assert.Equal(("better", 7L, "changed", false, RunStatus.Cancelled), (back.Description, back.Parameters["added"], back.Tags["k"], back.Tags.Contains("empty"), back.Status));
        Assert.Equal(first.Store.Runs.Query(new() { Ids = [back.Id] }, Expect.None).Single().Parameters["span"], back.Parameters["span"]);
        Assert.Equal((31L, 0.5), (second.Store.Metrics.List([back.Id], Expect.None).Single(m => m.Key == "accuracy") is { } m ? m.Count : 0, back.Metrics["accuracy"]));
        Assert.Equal(8, second.Store.Artifacts.Query(new() { OwnerIds = [back.Id] }, Expect.None).Single(a => a.Key == "notes").Size - 1);
        Assert.Equal("Diverged KeyTaken", string.Join(' ', first.Store.Import(path).Conflicts.Select(c => c.Kind).Distinct()));
    }

    [Theory]
    [InlineData("1 {")]
    [InlineData("2 {}")]
    [InlineData("1 null")]
    [InlineData("1 {\"Run\":{\"Id\":\"\\ud800\"}}")]
    [InlineData("99999999999999999999 x")]
    public void A_damaged_record_is_as_none(string record)
    {
        string path = Export("MLflow");
        foreach (string tag in Directory.EnumerateFiles(path, "experimenttracker.*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) is "experimenttracker.record" or "experimenttracker.artifacts")) File.WriteAllText(tag, record);
        second.Store.Import(path);
        Assert.Equal(4, second.Store.Runs.Query(new() { Removed = ExperimentTracker.Contracts.Catalog.RemovedFilter.All }, Expect.None).Count());
        Assert.Equal("018f3a52-0000-7000-8000-00000000000a", second.Store.Runs.Query(new(), Expect.None).Single(r => r.Description == "first\nsecond").Id);
    }

    [Fact]
    public void A_server_that_speaks_MLflow_gives_back_the_records()
    {
        using var server = new DashboardUnderTest(StoreUnderTest.InAFile(), servesMlflow: true, withoutToken: true);
        string address = $"http://127.0.0.1:{server.Server.Port}";
        using (ITransferSource source = first.Store.Transfer.AsSource(Expect.None))
        {
            new TransferFormats().Exports.Single(f => f.Name == "MLflow").Write(new ExportRequest { Source = source, Target = address });
        }

        Assert.Empty(second.Store.Import(address, "MLflow").Conflicts);
        AssertEqual(RoundTripLosses.MLflowServer);
        AssertNothingChanges(address, "MLflow");
    }

    private string Export(string format)
    {
        string path = folder.Sub(Guid.NewGuid().ToString("N"));
        using ITransferSource source = first.Store.Transfer.AsSource(Expect.None);
        StoreExport.ToFolder(new TransferFormats().Exports.Single(f => f.Name == format), new ExportRequest { Source = source, Target = path }, replace: false);
        return path;
    }

    private void AssertEqual((string Pattern, string? Becomes)[] losses)
    {
        string[] before = Carried(first, losses), after = Carried(second, losses);
        string missing = string.Join('\n', before.Except(after).Take(Most)), more = string.Join('\n', after.Except(before).Take(Most));
        Assert.True(missing.Length + more.Length == 0, $"Missing:\n{missing}\n\nNot expected:\n{more}");
        Assert.NotEmpty(before);
    }

    // What comes back into the store that it came from changes nothing there.
    private void AssertNothingChanges(string path, string? format)
    {
        string before = StoreRecords.Text(first.Store);
        MergeResult back = first.Store.Import(path, format);
        Assert.Empty(back.Conflicts);
        Assert.Equal(before, StoreRecords.Text(first.Store));
        Assert.Equal((0L, 0L, 0L), (back.Added, back.Changed, back.Points));
    }

    private static string[] Carried(StoreUnderTest store, (string Pattern, string? Becomes)[] losses)
    {
        IEnumerable<string> lines = StoreRecords.All(store.Store).SelectMany(StoreRecords.Lines);
        foreach ((string pattern, string? becomes) in losses)
        {
            var regex = new Regex(pattern);
            lines = becomes is null ? lines.Where(line => !regex.IsMatch(line)).ToList() : lines.Select(line => regex.Replace(line, becomes)).ToList();
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }
}

/// <summary>What each format cannot carry: lines of <see cref="StoreRecords"/> that are left out, or replaced in both stores.</summary>
internal static class RoundTripLosses
{
    public static readonly (string Pattern, string? Becomes)[] MLflowFolder =
    [
        ("^(Trial|Epoch|Result|Distribution|RunLog|Encoder) ", null),
        (@"^Artifact .*\.(EpochId|ResultId) = ", null),
        (@"^Run .*\.(TrialId|Trial|MetricStatistics) = ", null),
        (@"^Project .*\.(Description|CreatedAt|CreatedAtUtc|UpdatedAt|UpdatedAtUtc|Tags) = ", null),
        ("^ExperimentTag 'proj' ", null),
        (@"^(Metric .*\.LastAt|MetricPoint .*\.Timestamp)(Utc)?( = .*\.\d{3})\d*Z", "$1$2$3Z"),
    ];

    public static readonly (string Pattern, string? Becomes)[] Csv =
    [
        ("^(Trial|RunInput|Epoch|Result|Distribution|Dataset|Encoder|StatusChange|Model|ModelVersion|StageChange|FileOf) ", null),
        (@"^Artifact (?!.*'elsewhere')", null),
        ("^Experiment 'empty' ", null),
        (@"^(Project|Experiment) .*\.(Id|ShortId|ProjectId|Description|Config|CreatedAt|CreatedAtUtc|UpdatedAt|UpdatedAtUtc|Tags|ExperimentCount) = ", null),
        ("^(Project|Experiment) '[^']*' ", "$1 "),
        ("^ExperimentTag '([^0]|01)", null),
        (@"^Run .*\.(ExperimentId|TrialId|Trial|MetricStatistics|ErrorType|Error\.[A-Za-z]+|Origin\.(CommandLine|GitDirty|WorkingDirectory)) = ", null),
    ];

    public static readonly (string Pattern, string? Becomes)[] Parquet =
    [
        .. Csv,
        (@"^((?!RunParameter |Run .*\.Parameters = ).* = \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d*Z", "$1Z"),
        (@"^Run .*\.Duration = ", null),
    ];

    public static readonly (string Pattern, string? Becomes)[] MLflowServer =
    [
        .. MLflowFolder,
        ("^(Model|ModelVersion|StageChange) ", null),
        ("^ExperimentTag '[^']*' '[gq]'", null),
        ("00000000000d'", null),
    ];
}
