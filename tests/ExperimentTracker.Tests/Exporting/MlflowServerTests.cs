using ExperimentTracker.Interop.MLflow.Terms;
using ExperimentTracker.Interop.MLflow.Export;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Exporting;

public sealed class MlflowServerTests(Exports exports) : IClassFixture<Exports>, IDisposable
{
    private readonly FakeMlflow server = new();

    public void Dispose() => server.Dispose();

    [Fact]
    public void Each_live_run_is_sent_with_everything_and_a_second_export_sends_nothing()
    {
        Export();
        Assert.Equal(exports.Runs.Where(r => r.RemovedAt is null).Select(r => r.Id).Order(StringComparer.Ordinal), server.Runs.Select(r => r.Tags["experimenttracker.run_id"]).Order(StringComparer.Ordinal));
        CheckPoints();
        FakeRun run = server.RunOf("run_1");
        Assert.Equal(("FINISHED", "vision/iris"), (run.Status, server.Experiments.Single(e => e.Value == run.ExperimentId).Key));
        Assert.Equal("9223372036854775807 1.0 True None", string.Join(' ', new[] { "int", "real", "flag", "nothing" }.Select(n => run.Parameters[n])));
        Assert.Equal("v", run.Tags["k"]);
        Assert.Equal(run.Id, server.RunOf("run_2").Tags["mlflow.parentRunId"]);
        Assert.Equal("weights", System.Text.Encoding.UTF8.GetString(server.Files[$"{run.ExperimentId}/{run.Id}/artifacts/a/model"]));
        Assert.Equal([1, 2, 3], server.Files[$"{run.ExperimentId}/{run.Id}/artifacts/folder/x/1.bin"]);

        server.Requests.Clear();
        int files = server.Files.Count;
        Export();
        Assert.Equal(3, server.Runs.Count);
        // A run that has not ended can go on, so it is sent again.
        Assert.Equal(1, server.Requests.Count(r => r.EndsWith("runs/update", StringComparison.Ordinal)));
        Assert.DoesNotContain(server.Requests, r => r.EndsWith("runs/create", StringComparison.Ordinal) || r.StartsWith("PUT", StringComparison.Ordinal));
        Assert.Equal(files, server.Files.Count);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(14)]
    public void Lost_answers_and_an_interrupted_export_double_nothing(int request)
    {
        server.LoseAnswer = request;
        using (var interrupted = new CancellationTokenSource())
        {
            int records = 0;
            var progress = new SynchronousProgress(() =>
            {
                if (++records == 6) interrupted.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => Export(progress, interrupted.Token));
        }

        Export();
        Assert.Equal(3, server.Runs.Count);
        CheckPoints();
    }

    [Fact]
    public void A_server_that_is_gone_or_refuses_is_an_error_that_says_so()
    {
        using var guarded = new FakeMlflow(token: "secret");
        Assert.Equal("ExportServerRefused", Assert.Throws<TrackerException>(() => Export(address: guarded.Address)).ErrorId);
        server.IsDown = true;
        Assert.Equal("ExportServerUnreachable", Assert.Throws<TrackerException>(() => Export()).ErrorId);
    }

    private void CheckPoints()
    {
        foreach (Run run in exports.Runs.Where(r => r.RemovedAt is null))
        {
            FakeRun found = server.RunOf(run.Id);
            var names = new MLflowNames(exports.Store.Metrics.List([run.Id], CancellationToken.None).Select(m => m.Name));
            Assert.Equal(
                exports.Points().Where(p => p.Run.Id == run.Id).Select(p => new FakePoint(
                    names.Of(p.Series.Name), p.Step, Math.Max(0, (long)Math.Floor((p.Utc - DateTime.UnixEpoch).TotalMilliseconds)), Math.Clamp(p.Value, double.MinValue, double.MaxValue) + 0.0)).ToHashSet(),
                found.Points);
        }
    }

    private void Export(IProgress<string>? progress = null, CancellationToken cancellation = default, string? address = null)
    {
        using ITransferSource source = exports.Store.Transfer.AsSource(CancellationToken.None);
        new MLflowExportFormat().Write(new ExportRequest { Source = source, Target = address ?? server.Address, Progress = progress, Cancellation = cancellation });
    }

    private sealed class SynchronousProgress(Action report) : IProgress<string>
    {
        public void Report(string value) => report();
    }
}
