using System.Globalization;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Interop;
using ExperimentTracker.Rules;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop.RoundTrips;

/// <summary>
/// Event files of TensorBoard give back, of live runs, points with the 32 bits and the double of seconds that the format has, distributions, parameters as numbers, truth
/// values and texts, pictures, texts, and how a run ended.
/// </summary>
public sealed class EventFileRoundTripTests : IDisposable
{
    private readonly StoreUnderTest first = StoreUnderTest.InAFile(), second = StoreUnderTest.InAFile();
    private readonly TempFolder folder = new();

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Event_files_give_back_what_they_can_carry()
    {
        RoundTripStore.Fill(first.Store);
        string path = folder.Sub("logdir");
        using (ITransferSource source = first.Store.Transfer.AsSource(Expect.None))
        {
            StoreExport.ToFolder(new TransferFormats().Exports.Single(f => f.Name == "TensorBoard"), new ExportRequest { Source = source, Target = path }, replace: false);
        }

        second.Store.Import(path);
        string[] before = [.. Facts(first.Store, run => $"{run.Project}/{run.Path}", Out)], after = [.. Facts(second.Store, run => run.Name, In)];
        string missing = string.Join('\n', before.Except(after)), more = string.Join('\n', after.Except(before));
        Assert.True(missing.Length + more.Length == 0, $"Missing:\n{missing}\n\nNot expected:\n{more}");
        Assert.Contains(before, f => f.Contains(" notes ", StringComparison.Ordinal));
        string text = StoreRecords.Text(second.Store);
        Assert.Equal((0L, 0L), (second.Store.Import(path).Added, second.Store.Import(path).Changed));
        Assert.Equal(text, StoreRecords.Text(second.Store));
    }

    private static string Out(object? value) => value switch
    {
        null => "null",
        bool or string => value.ToString()!,
        long integer => In((double)integer),
        double real => In(real),
        DateTime time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        _ => ExperimentTracker.Json.JsonText.Write(value),
    };

    private static string In(object? value) => value switch
    {
        null => "null",
        double real => BitConverter.DoubleToInt64Bits(double.IsNaN(real) ? double.NaN : real).ToString("x16", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static IEnumerable<string> Facts(IExperimentStore store, Func<Run, string> nameOf, Func<object?, string> value)
    {
        foreach (Run run in store.Runs.Query(new() { Parts = ExperimentTracker.Contracts.Runs.RunParts.Parameters }, Expect.None))
        {
            string name = nameOf(run);
            // The format has no words for a run that has not ended, nor for why one failed. A run is taken to have started with its first record.
            DateTime start = store.Metrics.List([run.Id], Expect.None).Select(m => store.Metrics.Read(m, 0, long.MaxValue, Expect.None).TimestampsUtc.Min()).Append(run.StartedAtUtc ?? run.CreatedAtUtc).Min();
            yield return $"{name} {(run.Status is RunStatus.Pending or RunStatus.Succeeded ? RunStatus.Succeeded : RunStatus.Failed)} {Seconds(start)}";
            foreach ((string key, object? of) in run.Parameters.Pairs) yield return $"{name} parameter {(key == "nan" ? "nan_" : key)} {value(of)}";
            foreach (Metric metric in store.Metrics.List([run.Id], Expect.None))
            {
                MetricSeries series = store.Metrics.Read(metric, 0, long.MaxValue, Expect.None);
                DateTime[] times = series.TimestampsUtc;
                for (int i = 0; i < series.Count; i++) yield return $"{name} point {metric.Name} {series.Steps[i]} {In((double)(float)series.Values[i])} {Seconds(times[i])}";
            }

            foreach (Distribution d in store.Distributions.Query(new() { RunId = run.Id }, Expect.None))
            {
                yield return $"{name} distribution {d.Key} {d.Step} {string.Join(' ', d.Edges)} {string.Join(' ', d.Counts)} {d.Min} {d.Max} {d.Sum} {d.SumOfSquares} {Seconds(d.TimestampUtc)}";
            }

            foreach (Artifact a in store.Artifacts.Query(new() { OwnerIds = [run.Id] }, Expect.None).Where(a => a.Kind == ArtifactKind.Text || MediaTypes.Of(a.Key) == "image/png"))
            {
                yield return $"{name} artifact {a.Key} {a.Step ?? 0} {a.Digest}";
            }
        }
    }

    private static string Seconds(DateTime utc) => (utc - DateTime.UnixEpoch).TotalSeconds.ToString("F5", CultureInfo.InvariantCulture);
}
