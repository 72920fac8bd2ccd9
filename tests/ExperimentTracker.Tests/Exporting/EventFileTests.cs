using System.Globalization;

namespace ExperimentTracker.Tests.Exporting;

public sealed class EventFileTests(Exports exports) : IClassFixture<Exports>
{
    private const int WallTime = 1, Step = 2, FileVersion = 3, Summary = 5;
    private const int Tag = 1, SimpleValue = 2, Image = 4, Histogram = 5, Tensor = 8, Metadata = 9;

    [Fact]
    public void Each_run_has_a_file_with_its_points_as_floats()
    {
        string folder = exports.Export("TensorBoard");
        Run[] live = [.. exports.Runs.Where(r => r.RemovedAt is null)];
        Assert.Equal(
            live.Select(r => $"vision/{r.Path}").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(folder, "events.out.tfevents.*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder, Path.GetDirectoryName(f)!).Replace('\\', '/')).Order(StringComparer.Ordinal));
        foreach (Run run in live)
        {
            List<EventFile.Message> events = EventsOf(folder, run);
            Assert.Equal("brain.Event:2", events[0].Text(FileVersion));
            string[] written = [.. Values(events).Where(v => v.Value.Has(SimpleValue))
                .Select(v => $"{v.Value.Text(Tag)} {v.Step} {Bits(v.Value.Single(SimpleValue))} {v.Time.ToString("F5", CultureInfo.InvariantCulture)}")];
            Assert.Equal(
                exports.Points().Where(p => p.Run.Id == run.Id).Select(p =>
                    $"{p.Series.Name} {p.Step} {Bits((float)p.Value)} {Seconds(p.Utc).ToString("F5", CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal),
                written.Order(StringComparer.Ordinal));
        }

        Assert.Contains(exports.Losses, l => l is { Kind: "line of a log", Count: 1 });
        Assert.Contains(exports.Losses, l => l is { Kind: "run", Count: 1 });
    }

    [Fact]
    public void Parameters_the_end_a_histogram_a_picture_and_a_text_are_where_their_plugins_look()
    {
        Run run = exports.Runs.Single(r => r.Name == "=1+1");
        List<(double Time, long Step, EventFile.Message Value)> values = [.. Values(EventsOf(exports.Export("TensorBoard"), run))];

        EventFile.Message start = Plugin(values, "_hparams_/session_start_info", "hparams").Sub(3);
        Dictionary<string, EventFile.Message> parameters = start.Fields[1].Select(f => EventFile.Parse((byte[])f)).ToDictionary(e => e.Text(1), e => e.Sub(2));
        Assert.Equal((4, -5.0, 0.1, "@SUM(A1)", "-5"), (parameters.Count, parameters["a_b"].Real(2), parameters["a:b"].Real(2), parameters["-x"].Text(3), parameters["minus"].Text(3)));
        Assert.Equal(Seconds(run.StartedAtUtc!.Value), start.Real(5), 3);
        EventFile.Message end = Plugin(values, "_hparams_/session_end_info", "hparams").Sub(4);
        Assert.Equal(2, end.Integer(1)); // STATUS_FAILURE
        Assert.Equal(Seconds(run.EndedAtUtc!.Value), end.Real(2), 3);

        (_, long step, EventFile.Message weights) = Assert.Single(values, v => v.Value.Has(Histogram));
        EventFile.Message histogram = weights.Sub(Histogram);
        Assert.Equal(("weights", 4L), (weights.Text(Tag), step));
        Assert.Equal((-1.0, 3.0, 4.0, 2.0, 10.0), (histogram.Real(1), histogram.Real(2), histogram.Real(3), histogram.Real(4), histogram.Real(5)));
        Assert.Equal([-1.0, 0, 1, 2, 3], histogram.Reals(6));
        Assert.Equal([0.0, 1, 2, 0, 1], histogram.Reals(7));

        (_, step, EventFile.Message picture) = Assert.Single(values, v => v.Value.Has(Image));
        EventFile.Message image = picture.Sub(Image);
        Assert.Equal(("pixel.png", 3L, 1L, 1L), (picture.Text(Tag), step, image.Integer(1), image.Integer(2)));
        Assert.Equal(Exports.Pixel, (byte[])image.Fields[4].Single());

        EventFile.Message text = Assert.Single(values, v => v.Value.Text(Tag) == "notes").Value;
        Assert.Equal(("text", 7L, "# wörds"), (text.Sub(Metadata).Sub(1).Text(1), text.Sub(Tensor).Integer(1), text.Sub(Tensor).Text(8)));
    }

    private static List<EventFile.Message> EventsOf(string folder, Run run) =>
        EventFile.Read(Assert.Single(Directory.EnumerateFiles(Path.Combine(folder, "vision", run.Path), "events.out.tfevents.*")));

    private static IEnumerable<(double Time, long Step, EventFile.Message Value)> Values(IEnumerable<EventFile.Message> events) =>
        events.Where(e => e.Has(Summary)).Select(e => (e.Real(WallTime), e.Integer(Step), e.Sub(Summary).Sub(1)));

    private static EventFile.Message Plugin(IEnumerable<(double Time, long Step, EventFile.Message Value)> values, string tag, string plugin)
    {
        EventFile.Message metadata = Assert.Single(values, v => v.Value.Text(Tag) == tag).Value.Sub(Metadata).Sub(1);
        Assert.Equal(plugin, metadata.Text(1));
        return metadata.Sub(2);
    }

    private static string Bits(float value) => BitConverter.SingleToUInt32Bits(value).ToString("X8", CultureInfo.InvariantCulture);

    private static double Seconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks / 1e7;
}
