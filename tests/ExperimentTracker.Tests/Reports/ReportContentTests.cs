using System.Text.Json;
using ExperimentTracker.Reports;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Reports;

/// <summary>What a report contains, and what it does not.</summary>
public sealed class ReportContentTests : IDisposable
{
    private readonly StoreUnderTest store = StoreUnderTest.InMemory();

    public void Dispose() => store.Dispose();

    [Fact]
    public void The_subject_of_a_report_determines_its_kind_and_title()
    {
        Experiment experiment = store.Store.NewExperiment("iris");
        Run[] runs = [store.Store.NewRun(experiment), store.Store.NewRun(experiment)];
        Assert.Equal((ReportKind.Run, "iris/000"), Of(Reports.OfRuns(store.Store, runs[0])));
        Assert.Equal((ReportKind.Comparison, "2 runs of iris"), Of(Reports.OfRuns(store.Store, runs)));
        Assert.Equal((ReportKind.Experiment, "iris"), Of(Reports.OfExperiment(store.Store, experiment)));
        Assert.Equal((ReportKind.Comparison, "No runs"), Of());
        Assert.Equal((ReportKind.Experiment, "empty"), Of(Reports.OfExperiment(store.Store, store.Store.NewExperiment("empty"))));

        static (ReportKind, string) Of(params ReportSource[] sources) => Reports.Build(sources) is var report ? (report.Kind, report.Title) : default;
    }

    [Fact]
    public void Runs_of_two_stores_are_in_one_report()
    {
        using StoreUnderTest other = StoreUnderTest.InMemory();
        RunReport report = Reports.Build(
            Reports.OfRuns(store.Store, store.Store.NewRun(store.Store.NewExperiment("one"))),
            Reports.OfRuns(other.Store, other.Store.NewRun(other.Store.NewExperiment("two"))));
        Assert.Equal(["one/000", "two/000"], report.Runs.Select(r => r.Run.Path));
        Assert.Equal(["one", "two"], report.Experiments.Select(e => e.Experiment.Name));
    }

    [Fact]
    public void Two_runs_with_one_path_are_distinguished()
    {
        Run[] runs = [store.Store.NewRun(store.Store.NewExperiment("same")), store.Store.NewRun(store.Store.NewExperiment("same"))];
        JsonElement data = Reports.DataOf(Reports.Html(Reports.OfRuns(store.Store, runs)));
        Assert.Equal(
            runs.Select(r => $"same/000 ({r.Id})"), data.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("path").GetString()));
    }

    [Fact]
    public void Images_are_recognised_by_their_bytes()
    {
        ReportRun entry = Reports.Build(Reports.OfRuns(store.Store, ReportStore.Hostile(store.Store).Run)).Runs[0];
        Assert.Equal(
            ["image/svg+xml", "image/png", "image/gif"],
            entry.Artifacts.SelectMany(a => a.Contents).OrderByDescending(i => i.MediaType).Select(i => i.MediaType));
        Assert.Empty(entry.Artifacts.Single(a => a.Artifact.Key == "lie.png").Contents);
        Assert.Equal("a.gif", entry.Artifacts.Single(a => a.Artifact.Key == "plots").Contents.Single().File);
    }

    [Fact]
    public void Images_that_are_too_large_or_too_many_are_left_out()
    {
        Run run = store.Store.NewRun();
        byte[] header = Convert.FromHexString("89504E470D0A1A0A");
        byte[] large = new byte[(1 << 20) + 1], small = new byte[1_000_000];
        header.CopyTo(large, 0);
        header.CopyTo(small, 0);
        ArtifactIntake.AddBytes(store.Store, StoreSteps.DraftOf(run, "large.png"), large, Expect.None);
        for (int i = 0; i < 12; i++)
        {
            small[100] = (byte)i;
            ArtifactIntake.AddBytes(store.Store, StoreSteps.DraftOf(run, $"small{i:00}.png"), small, Expect.None);
        }

        RunReport report = Reports.Build(Reports.OfRuns(store.Store, run));
        Assert.Equal(13, report.Runs[0].Artifacts.Count);
        Assert.Equal(
            Enumerable.Range(0, 6).Select(i => $"small{i:00}.png"), report.Runs[0].Artifacts.Where(a => a.Contents.Count > 0).Select(a => a.Artifact.Key));
        Assert.InRange(Reports.Html(Reports.OfRuns(store.Store, run)).Length, 8_000_000, 10_000_000);
    }

    [Fact]
    public void An_image_that_is_damaged_is_left_out_and_the_rest_is_there()
    {
        using StoreUnderTest file = StoreUnderTest.InAFile();
        Run run = file.Store.NewRun();
        ArtifactIntake.AddBytes(file.Store, StoreSteps.DraftOf(run, "plot.png"), Convert.FromHexString("89504E470D0A1A0A00"), Expect.None);
        string blob = Directory.EnumerateFiles(Path.Combine(file.Store.Path, "artifacts"), "*", SearchOption.AllDirectories).Single();
        File.SetAttributes(blob, FileAttributes.Normal);
        File.WriteAllText(blob, "damaged");
        ReportArtifact artifact = Reports.Build(Reports.OfRuns(file.Store, run)).Runs[0].Artifacts.Single();
        Assert.Equal("plot.png", artifact.Artifact.Key);
        Assert.Empty(artifact.Contents);
    }

    [Fact]
    public void Progress_counts_the_runs_and_a_stop_stops()
    {
        Experiment experiment = store.Store.NewExperiment();
        Run[] runs = [.. Enumerable.Range(0, 5).Select(_ => store.Store.NewRun(experiment))];
        var counts = new List<int>();
        using var stop = new CancellationTokenSource();
        var progress = new Telling(count =>
        {
            counts.Add(count);
            if (count == 3) stop.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => ReportBuilder.Build([Reports.OfRuns(store.Store, runs)], null, progress, stop.Token));
        Assert.Equal([1, 2, 3], counts);
    }

    private sealed class Telling(Action<int> act) : IProgress<int>
    {
        public void Report(int value) => act(value);
    }
}
