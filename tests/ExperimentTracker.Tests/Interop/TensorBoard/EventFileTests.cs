using System.Text;
using ExperimentTracker.Interop.TensorBoard;

namespace ExperimentTracker.Tests.Interop.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private static readonly TensorBoardFormat Format = new();
    private readonly ForeignStore store = new(Format);

    public void Dispose() => store.Dispose();

    [Theory]
    [InlineData("events.out.tfevents.1585769947.cvp", 102, 6)]
    [InlineData("events.out.tfevents.1548797801.omaha", 80, 4)]
    [InlineData("pymarl/events.out.tfevents.1648135750.alexs-mbp-2.sentinel.pinkconnect.net", 69, 12)]
    public void Each_scalar_of_a_real_file_has_the_same_step_time_and_bits(string name, int scalars, int tags)
    {
        string path = ForeignStore.Real(["tensorboard", .. name.Split('/')]);
        MergeResult result = store.ImportTwice(path);
        var expected = EventBytes.Scalars(File.ReadAllBytes(path)).ToLookup(s => s.Tag);
        Assert.Equal((scalars, tags), (expected.Sum(t => t.Count()), expected.Count));
        Assert.Equal(scalars, result.Points);
        Run run = Assert.Single(store.Runs);
        Assert.Equal(expected.Select(t => t.Key).Order(StringComparer.Ordinal), store.Metrics(run).Select(m => m.Name).Order(StringComparer.Ordinal));
        foreach (var tag in expected)
        {
            var points = tag.OrderBy(s => s.Step).ToArray();
            var read = store.Points(run, tag.Key);
            Assert.Equal(points.Select(p => p.Step), read.Select(p => p.Step));
            Expect.SameBits([.. points.Select(p => (double)p.Value)], [.. read.Select(p => p.Value)]);
            Assert.Equal(points.Select(p => Ticks(p.Time)), read.Select(p => p.Ticks));
        }
    }

    [Fact]
    public void Histograms_of_a_real_file_are_distributions_with_the_same_counts()
    {
        string path = ForeignStore.Real("tensorboard", "pymarl", "events.out.tfevents.1648135750.alexs-mbp-2.sentinel.pinkconnect.net");
        store.Import(path);
        Distribution[] read = [.. store.Distributions(store.Runs.Single())];
        (string Tag, long Step, ILookup<int, object> Histogram)[] expected =
        [
            .. from record in EventBytes.Records(File.ReadAllBytes(path))
               let fields = Wire.Fields(record.Bytes)
               from summary in fields[5]
               from value in Wire.Fields((byte[])summary)[1]
               let parts = Wire.Fields((byte[])value)
               where parts[5].Any()
               select (Wire.Text(parts, 1), Wire.Integer(fields, 2), Wire.Fields((byte[])parts[5].Single())),
        ];
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Length, read.Length);
        foreach ((string tag, long step, ILookup<int, object> histogram) in expected)
        {
            Distribution distribution = read.Single(d => d.Key == tag && d.Step == step);
            Assert.Equal((Wire.Double(histogram, 1), Wire.Double(histogram, 2), Wire.Double(histogram, 4)), (distribution.Min!.Value, distribution.Max!.Value, distribution.Sum!.Value));
            Assert.Equal((long)Wire.Double(histogram, 3), distribution.Count);
            double[] counts = Doubles((byte[])histogram[7].Single());
            Assert.Equal(counts.Where(c => c > 0), distribution.Counts.Where(c => c > 0).Select(c => (double)c));
            Assert.Equal(0, distribution.OutsideCount);
        }
    }

    [Fact]
    public void Each_kind_of_value_has_its_place()
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];
        byte[] start = Wire.Field(3, Wire.Message(
            Wire.Field(1, Wire.Message(Wire.Field(1, "lr"), Wire.Field(2, Wire.Field(2, 0.01)))),
            Wire.Field(1, Wire.Message(Wire.Field(1, "optimizer"), Wire.Field(2, Wire.Field(3, "adam")))),
            Wire.Field(1, Wire.Message(Wire.Field(1, "nesterov"), Wire.Field(2, Wire.Field(4, 1L))))));
        byte[] end = Wire.Field(4, Wire.Message(Wire.Field(1, 2L), Wire.Field(2, 1700000100.0)));
        byte[] rows = Doubles(0, 1, 3, 1, 2, 0, 2, 4, 5);
        string path = store.Folder.Write("logs/events.out.tfevents.1", EventBytes.File(
            EventBytes.Value(1700000001, 0, "_hparams_/session_start_info", EventBytes.Plugin("hparams", start)),
            EventBytes.Value(1700000002.25, 7, "float tensor", EventBytes.Plugin("scalars"), Tensor(1, Wire.Field(5, 1.5f))),
            EventBytes.Value(1700000003, 8, "float tensor", Tensor(1, Wire.Field(4, BitConverter.GetBytes(float.NaN)))),
            EventBytes.Value(1700000003, 9, "double tensor", EventBytes.Plugin("scalars"), Tensor(2, Wire.Field(6, Doubles(0.1)))),
            EventBytes.Value(1700000003, 9, "integer tensor", EventBytes.Plugin("scalars"), Tensor(9, Wire.Field(10, -3L))),
            EventBytes.Value(1700000003, 9, "half tensor", EventBytes.Plugin("scalars"), Tensor(19, Wire.Field(13, (long)BitConverter.HalfToUInt16Bits((Half)0.5)))),
            EventBytes.Value(1700000004, 10, "weights", EventBytes.Plugin("histograms"), Tensor(2, Wire.Field(4, rows))),
            EventBytes.Value(1700000005, 10, "note", EventBytes.Plugin("text"), Tensor(7, Wire.Field(8, "grüße\n\nzwei"))),
            EventBytes.Value(1700000006, 10, "samples", EventBytes.Plugin("images"), Tensor(7, Wire.Field(8, "2"), Wire.Field(8, "3"), Wire.Field(8, png))),
            EventBytes.Value(1700000006, 11, "samples", Wire.Field(4, Wire.Message(Wire.Field(1, 2L), Wire.Field(2, 3L), Wire.Field(4, (byte[])[.. png, 9])))),
            EventBytes.Value(1700000006, 11, "curve", EventBytes.Plugin("pr_curves"), Tensor(1, Wire.Field(4, new byte[24]))),
            EventBytes.Value(1700000009, 0, "_hparams_/session_end_info", EventBytes.Plugin("hparams", end))));
        MergeResult result = store.ImportTwice(Path.GetDirectoryName(path)!);
        Run run = store.Run("logs");
        Assert.Equal(("logs", RunStatus.Failed), (run.Experiment, run.Status));
        Assert.Equal((0.01, "adam", true), (run.Parameters["lr"], run.Parameters["optimizer"], run.Parameters["nesterov"]));
        Assert.Equal([(7, 1.5, Ticks(1700000002.25)), (8, double.NaN, Ticks(1700000003))], store.Points(run, "float tensor"));
        Assert.Equal((0.1, -3.0, 0.5), (run.Metrics["double tensor"], run.Metrics["integer tensor"], run.Metrics["half tensor"]));
        Distribution weights = Assert.Single(store.Distributions(run));
        Assert.Equal([0.0, 1, 2, 4], weights.Edges);
        Assert.Equal([3L, 0, 5], weights.Counts);
        Artifact[] artifacts = [.. store.Artifacts(run).OrderBy(a => a.Key).ThenBy(a => a.Step)];
        Assert.Equal([("note", 10L, "text/plain"), ("samples", 10, "image/png"), ("samples", 11, "image/png")], artifacts.Select(a => (a.Key, a.Step!.Value, a.MediaType!)));
        Assert.Equal("grüße\n\nzwei", Encoding.UTF8.GetString(store.Content(artifacts[0])));
        Assert.Equal(png, store.Content(artifacts[1]));
        SkippedRecords skipped = Assert.Single(result.Skipped);
        Assert.Equal(("tensor", 1L, "curve"), (skipped.Kind, skipped.Count, skipped.First));
    }

    [Fact]
    public void The_files_of_a_folder_are_one_run_and_its_folders_further_runs()
    {
        store.Folder.Write("logs/train/events.out.tfevents.2", EventBytes.File(EventBytes.Scalar(1700000020, 2, "loss", 0.25f)));
        store.Folder.Write("logs/train/events.out.tfevents.1", EventBytes.File(EventBytes.Scalar(1700000010, 1, "loss", 0.5f), EventBytes.Scalar(1700000011, 1, "Loss", 4f)));
        store.Folder.Write("logs/validation/events.out.tfevents.1.v2", EventBytes.File(EventBytes.Scalar(1700000010, 1, "loss", 0.75f)));
        store.Folder.Write("logs/notes.tfevents", "not an event file");
        MergeResult result = store.ImportTwice(store.Folder.Sub("logs"));
        Assert.Equal(["train", "validation"], store.Runs.Select(r => r.Name).Order());
        Assert.Equal([(1L, 0.5), (2L, 0.25)], store.Points(store.Run("train"), "loss").Select(p => (p.Step, p.Value)));
        Assert.Equal([(1L, 4.0)], store.Points(store.Run("train"), "Loss~2").Select(p => (p.Step, p.Value)));
        Assert.Equal("name of a metric", Assert.Single(result.Skipped).Kind);

        // A run that grew is carried forward, wherever its files are now.
        string moved = store.Folder.Sub("moved");
        Directory.Move(store.Folder.Sub("logs"), moved);
        File.WriteAllBytes(Path.Combine(moved, "validation", "events.out.tfevents.1.v2"), EventBytes.File(EventBytes.Scalar(1700000010, 1, "loss", 0.75f), EventBytes.Scalar(1700000011, 2, "loss", 0.5f)));
        MergeResult grown = store.Import(moved);
        Assert.Equal((1L, 1L, 0), (grown.Points, grown.Changed, grown.Conflicts.Count));
        Assert.Equal(2, store.Runs.Count);
    }

    [Fact]
    public void Damage_ends_a_file_where_it_is()
    {
        byte[] whole = EventBytes.File(EventBytes.Scalar(1700000010, 1, "loss", 0.5f), EventBytes.Scalar(1700000011, 2, "loss", 0.25f), EventBytes.Scalar(1700000012, -1, "loss", 0));
        int[] offsets = [.. EventBytes.Records(whole).Select(r => r.Offset)];
        foreach ((int length, int points, int at) in new[] { (whole.Length - 20, 2, offsets[3]), (offsets[3], 2, -1), (offsets[2] + 5, 1, offsets[2]), (offsets[2] - 1, 0, offsets[1]) })
        {
            string path = store.Folder.Write($"{length}/events.out.tfevents.{length}", whole[..length]);
            MergeResult result = store.Import(path);
            Assert.Equal(points, result.Points);
            Assert.Equal(at < 0 ? [] : [$"events.out.tfevents.{length} at byte {at}"], result.Skipped.Select(s => s.First));
        }

        whole[offsets[2] + 14] ^= 1;
        MergeResult flipped = store.Import(store.Folder.Write("flipped/events.out.tfevents.0", whole));
        Assert.Equal((1L, $"events.out.tfevents.0 at byte {offsets[2]}"), (flipped.Points, Assert.Single(flipped.Skipped).First));
        Assert.Contains("checksum", Assert.Single(flipped.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_files_are_read_as_far_as_they_are_whole()
    {
        byte[] original = File.ReadAllBytes(ForeignStore.Real("tensorboard", "pymarl", "events.out.tfevents.1648135750.alexs-mbp-2.sentinel.pinkconnect.net"));
        string path = store.Folder.Sub("events.out.tfevents.1");
        MutatedFiles.Check(Format, path, original[..6000]);

        // With new checksums, so that the messages are mutated too.
        byte[][] events = [.. EventBytes.Records(original).Skip(1).Where((_, i) => i % 20 == 0).Select(r => r.Bytes), EventBytes.Value(1, 1, "x", EventBytes.Plugin("histograms"), Tensor(2, Wire.Field(4, Doubles(0, 1, 3))))];
        MutatedFiles.Check(Format, path, Wire.Message(events), bytes => EventBytes.File([.. bytes.Chunk(200)]));
        foreach (byte[] one in events) MutatedFiles.Check(Format, path, one, bytes => EventBytes.File(bytes));
    }

    private static byte[] Tensor(int type, params byte[][] fields) => Wire.Field(8, Wire.Message([Wire.Field(1, (long)type), .. fields]));

    private static byte[] Doubles(params double[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static double[] Doubles(byte[] packed) => [.. packed.Chunk(8).Select(c => BitConverter.ToDouble(c))];

    // To 100 ns, in decimal arithmetic.
    private static long Ticks(double seconds) => DateTime.UnixEpoch.Ticks + (long)Math.Round(new decimal(Math.Floor(seconds)) * 10_000_000 + new decimal(seconds - Math.Floor(seconds)) * 10_000_000, MidpointRounding.ToEven);
}
