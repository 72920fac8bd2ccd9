using ExperimentTracker.Interop.Protobuf;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>
/// Reads one event file: records with TensorFlow's <c>Event</c> message (<c>event.proto</c>). The first one names the version.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="reading">The reading.</param>
internal sealed class EventFile(string path, ForeignReading reading)
{
    private const string Version = "brain.Event:";

    /// <summary>Whether a file begins as an event file.</summary>
    public static bool Fits(string path) => FirstTime(path) is not null;

    /// <summary>The time of the first event, in seconds since 1970, which together with the name of the file identifies a run; <see langword="null"/> when it is no event file.</summary>
    public static double? FirstTime(string path)
    {
        try
        {
            using FileStream stream = ForeignFiles.Open(path);
            var file = new RecordReader(stream);
            if (!file.Next(out ReadOnlySpan<byte> record)) return null;
            var reader = new ProtoReader(record);
            (double time, bool fits) = (0, false);
            while (reader.Next())
            {
                if (reader.Field == 1) time = reader.Double();
                else if (reader.Field == 3) fits = reader.String().StartsWith(Version, StringComparison.Ordinal);
                else reader.Skip();
            }

            return fits ? time : null;
        }
        catch (Exception e) when (e is ByteFormatException or IOException or UnauthorizedAccessException or TrackerException)
        {
            return null;
        }
    }

    /// <summary>Reads the events into a run, up to the end or the first damage.</summary>
    public void ReadInto(SummaryReader summaries)
    {
        using FileStream stream = ForeignFiles.Open(path);
        var file = new RecordReader(stream);
        try
        {
            while (file.Next(out ReadOnlySpan<byte> record))
            {
                reading.Cancellation.ThrowIfCancellationRequested();
                ReadEvent(record, file.Offset + RecordReader.HeaderSize, summaries);
            }
        }
        catch (ByteFormatException e)
        {
            reading.Losses.Damaged(path, file.Offset, e.Message);
        }
    }

    private void ReadEvent(ReadOnlySpan<byte> record, long offset, SummaryReader summaries)
    {
        (DateTime? at, long step) = TimeAndStep(record);
        summaries.Saw(at);
        var reader = new ProtoReader(record);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 5:
                    ReadOnlySpan<byte> summary = reader.Bytes();
                    summaries.Read(summary, new(path, offset + reader.Position - summary.Length), step, at);
                    break;
                case 4 or 9: Lose(ref reader, "graph", "a store has no place for graphs of operations"); break;
                case 8: Lose(ref reader, "run metadata", "a store has no place for traces of operations"); break;
                case 6: ReadLog(reader.Bytes(), summaries, at); break;
                default: reader.Skip(); break;
            }
        }
    }

    // The time and the step can follow the summary.
    private static (DateTime? At, long Step) TimeAndStep(ReadOnlySpan<byte> record)
    {
        var reader = new ProtoReader(record);
        (DateTime? at, long step) = (null, 0);
        while (reader.Next())
        {
            if (reader.Field == 1) at = ForeignTimes.FromSeconds(reader.Double());
            else if (reader.Field == 2) step = reader.Int64();
            else reader.Skip();
        }

        return (at, step);
    }

    private static void ReadLog(ReadOnlySpan<byte> message, SummaryReader summaries, DateTime? at)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 2) summaries.Run.AddLog(null, reader.String(), at);
            else reader.Skip();
        }
    }

    private void Lose(ref ProtoReader reader, string kind, string why)
    {
        reader.Skip();
        reading.Losses.Add(kind, why, Path.GetFileName(path));
    }
}
