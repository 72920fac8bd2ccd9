using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Interop.Rows;

namespace ExperimentTracker.Interop.DvcLive;

/// <summary>The table of one metric: a step, perhaps a time, and the value, whose name is the path of the file.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="path">The file.</param>
internal sealed class MetricTable(string folder, string path)
{
    /// <summary>The key of the metric: <c>train/loss</c> for <c>train/loss.tsv</c>.</summary>
    public static string KeyOf(string metrics, string path) => Path.ChangeExtension(ForeignFiles.Within(metrics, path), null);

    /// <summary>Reads the rows into a run.</summary>
    public void ReadInto(ForeignRun run, ForeignReading reading)
    {
        string key = KeyOf(Path.Combine(folder, "plots", "metrics"), path);
        using FileStream stream = ForeignFiles.Open(path);
        using var text = new StreamReader(stream);
        var reader = new DelimitedReader(text, '\t');
        List<string> names = [], row = [];
        try
        {
            if (!reader.Next(names)) return;
            int step = names.IndexOf("step"), time = names.IndexOf("timestamp"), value = names.FindLastIndex(name => name is not ("step" or "timestamp"));
            while (reader.Next(row))
            {
                reading.Cancellation.ThrowIfCancellationRequested();
                if (row.Count != names.Count || value < 0 || PythonJson.Number(row[value]) is not { } number) reading.Losses.Add("row", "it does not have a number", $"{key}, line {reader.Line}");
                else
                {
                    DateTime? at = time < 0 ? null : PythonJson.Number(row[time]) is { } seconds ? LoggedValues.Time(seconds) : ForeignTimes.FromText(row[time]);
                    run.AddPoint(key, null, step >= 0 && PythonJson.Number(row[step]) is { } whole && double.IsInteger(whole) && Math.Abs(whole) < 1L << 53 ? (long)whole : null, number, at);
                }
            }
        }
        catch (ByteFormatException e)
        {
            reading.Losses.Add("damaged file", $"{e.Message}; what is before it was read", $"{Path.GetFileName(path)}, line {reader.Line}");
        }
    }
}
