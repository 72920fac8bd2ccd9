using ExperimentTracker.Interop.Protobuf;
using ExperimentTracker.Interop.Reading;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Interop.TensorBoard;

/// <summary>Where bytes are in a file, so that an image need not be kept in memory.</summary>
/// <param name="Path">The file.</param>
/// <param name="Offset">The place in it.</param>
internal readonly record struct FilePlace(string Path, long Offset)
{
    public FilePlace After(int bytes) => this with { Offset = Offset + bytes };
}

/// <summary>Reads summaries (TensorFlow's <c>summary.proto</c>) of one run.</summary>
/// <param name="run">The run.</param>
/// <param name="reading">The reading.</param>
internal sealed class SummaryReader(ForeignRun run, ForeignReading reading)
{
    private const string Parameters = "hparams";

    // A tag's plugin is named by its first value only.
    private readonly Dictionary<string, string> plugins = new(StringComparer.Ordinal);

    /// <summary>The run.</summary>
    public ForeignRun Run => run;

    /// <summary>Extends the time of the run.</summary>
    public void Saw(DateTime? at)
    {
        if (at is null) return;
        if (run.StartedAt is null || at < run.StartedAt) run.StartedAt = at;
        if (run.EndedAt is null || at > run.EndedAt) run.EndedAt = at;
    }

    /// <summary>Reads one summary.</summary>
    public void Read(ReadOnlySpan<byte> summary, FilePlace place, long step, DateTime? at)
    {
        var reader = new ProtoReader(summary);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            ReadOnlySpan<byte> value = reader.Bytes();
            ReadValue(value, place.After(reader.Position - value.Length), step, at);
        }
    }

    private void ReadValue(ReadOnlySpan<byte> message, FilePlace place, long step, DateTime? at)
    {
        string tag = ReadTag(message);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2: run.AddPoint(tag, null, step, reader.Single(), at); break;
                case 4: ReadMedia(reader.Bytes(), place.After(reader.Position), tag, step, at, imageField: 4, typeField: 0); break;
                case 5: run.AddDistribution(tag, Histograms.FromMessage(reader.Bytes()), step, at); break;
                case 6: ReadMedia(reader.Bytes(), place.After(reader.Position), tag, step, at, imageField: 4, typeField: 5); break;
                case 8:
                    ReadOnlySpan<byte> tensor = reader.Bytes();
                    ReadTensor(tensor, place.After(reader.Position - tensor.Length), tag, step, at);
                    break;
                case 3:
                    reader.Skip();
                    reading.Losses.Add("histogram", "it has the form that TensorFlow gave up in 2016", tag);
                    break;
                default: reader.Skip(); break;
            }
        }
    }

    // The tag, and the plugin if the metadata name it; hyperparameters are in the metadata themselves.
    private string ReadTag(ReadOnlySpan<byte> message)
    {
        string tag = "";
        ReadOnlySpan<byte> metadata = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) tag = reader.String();
            else if (reader.Field == 9) metadata = reader.Bytes();
            else reader.Skip();
        }

        if (metadata.Length > 0) ReadMetadata(metadata, tag);
        return tag;
    }

    private void ReadMetadata(ReadOnlySpan<byte> metadata, string tag)
    {
        var reader = new ProtoReader(metadata);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            string plugin = "";
            ReadOnlySpan<byte> content = default;
            var data = new ProtoReader(reader.Bytes());
            while (data.Next())
            {
                if (data.Field == 1) plugin = data.String();
                else if (data.Field == 2) content = data.Bytes();
                else data.Skip();
            }

            plugins[tag] = plugin;
            if (plugin == Parameters) HyperParameters.ReadInto(run, reading.Losses, content);
        }
    }

    private void ReadTensor(ReadOnlySpan<byte> message, FilePlace place, string tag, long step, DateTime? at)
    {
        string plugin = plugins.GetValueOrDefault(tag, "");
        if (plugin == Parameters) return;
        var tensor = new Tensor(message);
        switch (plugin)
        {
            case "scalars" or "" when tensor.Numbers.Count == 1: run.AddPoint(tag, null, step, tensor.Numbers[0], at); break;
            case "histograms": run.AddDistribution(tag, Histograms.FromRows(tensor.Numbers), step, at); break;
            case "text" or "" when tensor.Strings.Count > 0: AddTexts(message, place, tensor, tag, step, at); break;

            // The width and the height come first.
            case "images":
                foreach ((int offset, int length) in tensor.Strings.Skip(2)) AddMedia(message.Slice(offset, length), place.After(offset), tag, step, at, "image");
                break;

            // Each sound is followed by its label.
            case "audio":
                foreach ((int offset, int length) in tensor.Strings.Where((s, i) => i % 2 == 0 && s.Length > 0)) AddMedia(message.Slice(offset, length), place.After(offset), tag, step, at, "audio");
                break;
            default: reading.Losses.Add("tensor", $"a store has no place for those of the plugin '{ForeignNames.Valid(plugin)}'", tag); break;
        }
    }

    private void AddTexts(ReadOnlySpan<byte> message, FilePlace place, Tensor tensor, string tag, long step, DateTime? at)
    {
        foreach ((int offset, int length) in tensor.Strings)
        {
            run.AddArtifact(tag, step, reading.Contents.AddPart(place.Path, place.Offset + offset, message.Slice(offset, length)), MediaTypes.Text, "text", at);
        }
    }

    private void ReadMedia(ReadOnlySpan<byte> message, FilePlace end, string tag, long step, DateTime? at, int imageField, int typeField)
    {
        FilePlace start = end.After(-message.Length);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field != imageField)
            {
                reader.Skip();
                continue;
            }

            ReadOnlySpan<byte> bytes = reader.Bytes();
            AddMedia(bytes, start.After(reader.Position - bytes.Length), tag, step, at, typeField == 0 ? "image" : "audio");
        }
    }

    private void AddMedia(ReadOnlySpan<byte> bytes, FilePlace place, string tag, long step, DateTime? at, string type) =>
        run.AddArtifact(tag, step, reading.Contents.AddPart(place.Path, place.Offset, bytes), MediaKinds.Of(bytes), type, at);
}
