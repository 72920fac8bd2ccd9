using ExperimentTracker.Interop.Files;
using ExperimentTracker.Interop.Protobuf;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>A folder for each run with its event file, named by project, experiment, namespace and number, so that TensorBoard lists the runs by them.</summary>
internal sealed class EventFolder(ExportRequest request)
{
    /// <summary>How the names of event files begin.</summary>
    public const string FilePrefix = "events.out.tfevents.";

    // The version that says that a step which is lower than the one before is no restart.
    private const string Version = "brain.Event:2";
    private const int LargestContent = 1 << 26;
    private const int LargestText = 1 << 20;

    private readonly FilePlaces places = new();
    private readonly Dictionary<string, (string Path, DateTime At)> files = new(StringComparer.Ordinal);

    /// <summary>Writes a run: its parameters, the points of each metric and its distributions.</summary>
    public void Add(TransferRun run)
    {
        DateTime start = run.Run.StartedAtUtc ?? run.Run.CreatedAtUtc;
        string folder = Path.Combine(request.Target, places.Take($"{run.Run.Project}/{run.Run.Path}"));
        string path = Path.Combine(folder, $"{FilePrefix}{(long)SummaryValues.SecondsOf(start):D10}.experimenttracker");
        FolderCreation.Create(folder);
        files[run.Run.Id] = (path, run.Run.EndedAtUtc ?? start);
        using var file = new RecordFile(path);
        file.Write(new ProtoMessage().Real(1, SummaryValues.SecondsOf(start)).Text(3, Version).Written);
        Write(file, start, 0, SummaryValues.SessionStart(run.Run));
        foreach (TransferSeries series in run.Metrics) WritePoints(file, series);
        foreach (Distribution distribution in run.Distributions) Write(file, distribution.TimestampUtc, distribution.Step, SummaryValues.Histogram(distribution));
        if (run.Run.EndedAtUtc is { } end) Write(file, end, 0, SummaryValues.SessionEnd(run.Run, end));
        request.Losses.Add("line of a log", "An event file has no log.", run.Run.Path, run.Logs.Count);
        request.Losses.Add("tag", "An event file has no tags.", run.Run.Path, run.Tags.Count);
    }

    /// <summary>Adds a picture or a text to the file of its run, at its step.</summary>
    public void Add(TransferArtifact item)
    {
        Artifact artifact = item.Artifact;
        if (artifact.RemovedAt is not null) return;
        string? problem = item.RunId is null || !files.TryGetValue(item.RunId, out (string Path, DateTime At) run) ? "Only artifacts of runs are written."
            : artifact.Kind is not (ArtifactKind.File or ArtifactKind.Text or ArtifactKind.Bytes) ? "It is neither a picture nor a text."
            : artifact.Digest is null || !artifact.IsStored ? "The store does not have its content."
            : Add(artifact, artifact.Digest, run.Path);
        if (problem is not null) request.Losses.Add("artifact", problem, $"{artifact.Owner}: {artifact}");
    }

    private string? Add(Artifact artifact, string digest, string path)
    {
        bool isText = artifact.Kind == ArtifactKind.Text;
        if (!isText && artifact.MediaType is not ("image/png" or "image/jpeg" or "image/gif")) return "It is neither a picture nor a text.";
        if (artifact.Size > (isText ? LargestText : LargestContent)) return $"It is larger than {(isText ? "1 MiB" : "64 MiB")}.";
        using Stream? stream = request.Source.Open(digest);
        if (stream is null) return "The store does not have its content.";
        using var content = new MemoryStream();
        stream.CopyTo(content);
        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        ProtoMessage? value = isText ? SummaryValues.Text(artifact.Key, System.Text.Encoding.UTF8.GetString(bytes))
            : ImageSize.Of(bytes) is { } size ? SummaryValues.Image(artifact.Key, bytes, size) : null;
        if (value is null) return "It is neither a picture nor a text.";
        using var file = new RecordFile(path);
        Write(file, artifact.CreatedAtUtc, artifact.Step ?? 0, value);
        return null;
    }

    private void WritePoints(RecordFile file, TransferSeries series)
    {
        TransferPoints points = series.Points;
        for (int i = 0; i < points.Steps.Length; i++)
        {
            if ((i & 0xFFFF) == 0) request.Cancellation.ThrowIfCancellationRequested();
            Write(file, points.FirstAt.AddTicks(points.Ticks[i]), points.Steps[i], SummaryValues.Scalar(series.Name, points.Values[i]));
        }
    }

    // An Event with one Summary.
    private static void Write(RecordFile file, DateTime time, long step, ProtoMessage value) => file.Write(
        new ProtoMessage().Real(1, SummaryValues.SecondsOf(time)).Integer(2, step).Message(5, new ProtoMessage().Message(1, value)).Written);
}
