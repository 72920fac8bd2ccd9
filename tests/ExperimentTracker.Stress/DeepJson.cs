using System.Diagnostics;
using System.Text;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Stress;

/// <summary>Imports JSON that is longer and more deeply nested than any export.</summary>
/// <param name="folder">The folder for the files.</param>
public sealed class DeepJson(string folder)
{
    private const string Trial = "long and deep JSON";
    private const int PointsOfARun = 20_000;
    private static readonly CancellationToken None = CancellationToken.None;

    private string File => Path.Combine(folder, "long.json");

    public void Run(int megabytes, Figures figures)
    {
        Deep("{\"Format\":\"ExperimentTracker\",\"FormatVersion\":1,\"Projects\":[{\"Id\":\"p\",\"Name\":", "}]}");
        Deep("{\"experiments\":[{\"experiment_id\":\"e\",\"name\":\"E\",\"config\":", "}]}");
        Deep("{\"train\":{\"\":{\"000\":{\"status\":\"done\",\"files\":", "}}}}");
        figures.Add(Trial, "nested 10,000 deep, refused", 3);
        ManyRecords(megabytes, figures);
        OneRecord(megabytes, figures);
        System.IO.File.Delete(File);
    }

    private void Deep(string before, string after)
    {
        System.IO.File.WriteAllText(File, before + new string('[', 10_000) + new string(']', 10_000) + after);
        Refuse("ImportNotReadable");
    }

    // One value that is as long as the whole file.
    private void OneRecord(int megabytes, Figures figures)
    {
        using (var writer = new StreamWriter(File, append: false, new UTF8Encoding(false)))
        {
            writer.Write("{\"experiments\":[{\"experiment_id\":\"e\",\"name\":\"");
            string part = new('x', 1 << 20);
            for (int i = 0; i < megabytes; i++) writer.Write(part);
            writer.Write("\"}]}");
        }

        Refuse("ImportNotReadable", "ImportRecordInvalid");
        figures.Add(Trial, "one value of this size in MB, refused", megabytes);
    }

    private void ManyRecords(int megabytes, Figures figures)
    {
        long runs = WriteRuns(megabytes), started = Stopwatch.GetTimestamp();
        using (IExperimentStore store = StoreIntegrity.Open(Path.Combine(folder, "long")))
        {
            using ITransferSource source = ImportSource.Open(File);
            MergeResult result = store.Transfer.Merge(source, preview: false, null, None);
            if (result.Points != runs * PointsOfARun) throw new TrialException($"{runs * PointsOfARun} points are in the file, and {result.Points} were imported.");
            Run last = store.Runs.Query(new() { Ids = [FormattableString.Invariant($"run {runs - 1}")] }, None).Single();
            MetricSeries series = store.Points(last, "loss");
            if (series.Count != PointsOfARun || series.Values[^1] != PointsOfARun - 0.75) throw new TrialException($"The last series has {series.Count} points and ends with {series.Values[^1]}.");
        }

        figures.Add(Trial, "MB of records, imported", new FileInfo(File).Length >> 20);
        figures.Add(Trial, "points in these records", runs * PointsOfARun);
        figures.Add(Trial, "time for this import", $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        figures.Add(Trial, "peak memory of the process", $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MB");
        Directory.Delete(Path.Combine(folder, "long"), recursive: true);
    }

    private long WriteRuns(int megabytes)
    {
        const string at = "2024-05-01T00:00:00Z";
        string steps = string.Join(',', Enumerable.Range(0, PointsOfARun));
        string values = string.Join(',', Enumerable.Range(0, PointsOfARun).Select(i => FormattableString.Invariant($"{i + 0.25}")));
        string ticks = string.Join(',', Enumerable.Repeat("0", PointsOfARun));
        using var writer = new StreamWriter(File, append: false, new UTF8Encoding(false));
        writer.Write("{\"Format\":\"ExperimentTracker\",\"FormatVersion\":1,");
        writer.Write($"\"Projects\":[{{\"Id\":\"p\",\"Name\":\"p\",\"CreatedAt\":\"{at}\",\"UpdatedAt\":\"{at}\"}}],");
        writer.Write($"\"Experiments\":[{{\"Id\":\"e\",\"Name\":\"e\",\"ProjectId\":\"p\",\"CreatedAt\":\"{at}\",\"UpdatedAt\":\"{at}\"}}],\"Runs\":[");
        long runs = 0;
        for (; writer.BaseStream.Position < (long)megabytes << 20; runs++)
        {
            if (runs > 0) writer.Write(",");
            writer.Write($"{{\"Id\":\"run {runs}\",\"ExperimentId\":\"e\",\"Status\":\"Succeeded\",\"CreatedAt\":\"{at}\",\"UpdatedAt\":\"{at}\",\"Metrics\":[{{\"Key\":\"loss\",\"Points\":{{");
            writer.Write($"\"FirstAt\":\"{at}\",\"Steps\":[{steps}],\"Values\":[{values}],\"Ticks\":[{ticks}]}}}}]}}");
        }

        writer.Write("]}");
        return runs;
    }

    private void Refuse(params string[] ids)
    {
        using IExperimentStore store = new Storage.SqliteEngine().Open(StoreAddress.NewInMemory(), StoreOpening.OrCreate, CancellationToken.None);
        string before = StoreReading.Export(store);
        try
        {
            using ITransferSource source = ImportSource.Open(File);
            store.Transfer.Merge(source, preview: false, null, None);
        }
        catch (TrackerException e) when (ids.Contains(e.ErrorId))
        {
            if (StoreReading.Export(store) != before) throw new TrialException("A part of it was imported.");
            return;
        }

        throw new TrialException("It was imported.");
    }
}
