using ExperimentTracker.Interop.DvcLive;
using ExperimentTracker.Interop.Rows;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Tests.Interop.Rows;

public sealed class TableTests : IDisposable
{
    private readonly ForeignStore csv = new(new CsvFormat()), lines = new(new JsonLinesFormat()), dvc = new(new DvcLiveFormat());

    public void Dispose()
    {
        csv.Dispose();
        lines.Dispose();
        dvc.Dispose();
    }

    [Fact]
    public void The_log_of_Keras_has_a_series_for_each_column()
    {
        string path = csv.Folder.Write("mnist/training.log", "epoch,accuracy,loss,val_loss\r\n0,0.5,1.25,\r\n1,0.75,nan,1e-3\r\n\r\n2,0.875,inf,-0.0\r\n");
        MergeResult result = csv.ImportTwice(path);
        Run run = csv.Run("training");
        Assert.Equal(("mnist", RunStatus.Succeeded, 8L), (run.Experiment, run.Status, result.Points));
        Assert.Equal([(0L, 0.5), (1, 0.75), (2, 0.875)], csv.Points(run, "accuracy").Select(p => (p.Step, p.Value)));
        Expect.SameBits([1.25, double.NaN, double.PositiveInfinity], [.. csv.Points(run, "loss").Select(p => p.Value)]);
        Expect.SameBits([0.001, -0.0], [.. csv.Points(run, "val_loss").Select(p => p.Value)]);

        // A copy that has grown meanwhile, written at another time.
        File.Delete(path);
        csv.Folder.Write("mnist/training.log", "epoch,accuracy,loss,val_loss\n0,0.5,1.25,\n1,0.75,nan,1e-3\n2,0.875,inf,-0.0\n3,1,0,0\n");
        MergeResult grown = csv.Import(path);
        Assert.Equal((3L, 0, 1), (grown.Points, grown.Conflicts.Count, csv.Runs.Count));
    }

    [Fact]
    public void The_log_of_Lightning_has_its_hyperparameters()
    {
        csv.Folder.Write("lightning_logs/version_0/metrics.csv", "epoch,step,train_loss,val_loss\n0,49,0.5,\n0,49,,0.75\n1,99,0.25,\n");
        csv.Folder.Write("lightning_logs/version_0/hparams.yaml", "batch_size: 32\nlr: 1e-3\nname: \"7\"\nlayers: [64, 32]\noptimizer: !!python/object:torch.Adam\n  betas:\n  - 0.9\n  - .nan\nnone: null\nflag: true\ncopy: &a 5\nalias: *a\n");
        csv.Folder.Write("lightning_logs/version_1/metrics.csv", "epoch,step,train_loss,val_loss\n0,49,0.125,\n");
        MergeResult result = csv.ImportTwice(csv.Folder.Sub("lightning_logs"));
        Run run = csv.Run("version_0");
        Assert.Equal("lightning_logs", run.Experiment);
        Assert.Equal([(49L, 0.5), (99, 0.25)], csv.Points(run, "train_loss").Select(p => (p.Step, p.Value)));
        Assert.Equal([(49L, 0.0), (49, 0), (99, 1)], csv.Points(run, "epoch").Select(p => (p.Step, p.Value)));
        Assert.Equal((32L, 0.001, "7", null, true, 5L), (run.Parameters["batch_size"], run.Parameters["lr"], run.Parameters["name"], run.Parameters["none"], run.Parameters["flag"], run.Parameters["copy"]));
        Assert.Equal([64L, 32L], (object?[])run.Parameters["layers"]!);
        Assert.Equal([0.9, double.NaN], (object?[])run.Parameters["optimizer.betas"]!);
        Assert.Equal("alias", Assert.Single(result.Skipped).First);
        Assert.Equal([0.125], csv.Points(csv.Run("version_1"), "train_loss").Select(p => p.Value));
    }

    [Theory]
    [InlineData("_step,_timestamp,_runtime,loss,\"a, \"\"b\"\"\"\n3,1700000000.5,1,0.5,7\n", "a, \"b\"")]
    [InlineData("_step;_timestamp;_runtime;loss;a b\n3;1700000000.5;1;0.5;7\n", "a b")]
    [InlineData("_step\t_timestamp\t_runtime\tloss\ta b\n3\t1700000000500\t1\t0.5\t7\n", "a b")]
    public void An_exported_history_has_times_and_any_delimiter(string content, string name)
    {
        csv.Import(csv.Folder.Write("history.csv", content));
        Run run = csv.Runs.Single();
        Assert.Equal([(3L, 0.5, DateTime.UnixEpoch.AddSeconds(1700000000.5).Ticks)], csv.Points(run, "loss"));
        Assert.Equal([(3L, 7.0)], csv.Points(run, name).Select(p => (p.Step, p.Value)));
        Assert.Equal(2, csv.Metrics(run).Count);
    }

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("1,2\n3,4\n")]
    [InlineData("step,name\n1,x\n")]
    [InlineData("step\n1\n")]
    [InlineData("{\"step\":1}")]
    [InlineData("")]
    public void Text_without_a_step_and_numbers_is_not_taken_for_a_log(string content) => Assert.False(new CsvFormat().Fits(csv.Folder.Write("x.csv", content)));

    [Fact]
    public void Rows_that_cannot_be_read_are_counted_and_an_open_quote_ends_the_file()
    {
        MergeResult result = csv.Import(csv.Folder.Write("x.csv", "step,loss\n0,1\n1\n2,text\n3.5,1\n-1,1\n4,2\n5,\"3\n6,4\n"));
        Assert.Equal(2L, result.Points);
        Assert.Equal(
            ["damaged file: x.csv, line 9", "point: loss at step -1", "row: step = 3.5", "row: x.csv, line 3", "value: loss = text"],
            result.Skipped.Select(s => $"{s.Kind}: {s.First}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void JSON_lines_have_numbers_objects_and_times()
    {
        string path = lines.Folder.Write("llm/train.jsonl", """
            {"step": 1, "time": "2026-01-02T03:04:05.5Z", "loss": 0.5, "eval": {"acc": 0.25}, "note": "x"}
            {"step": 2, "loss": NaN, "lr": 1e-5, "ok": true}
            not json
            {"step": 2, "loss": -Infinity}

            """);
        MergeResult result = lines.ImportTwice(path);
        Run run = lines.Run("train");
        Assert.Equal("llm", run.Experiment);
        Assert.Equal([(1L, 0.5), (2, double.NaN), (2, double.NegativeInfinity)], lines.Points(run, "loss").Select(p => (p.Step, p.Value)));
        Assert.Equal((0.25, 1e-5, 1.0), (run.Metrics["eval.acc"], run.Metrics["lr"], run.Metrics["ok"]));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5, 500, DateTimeKind.Utc).Ticks, lines.Points(run, "loss")[0].Ticks);
        Assert.Equal(["train.jsonl, line 3", "note"], result.Skipped.Select(s => s.First));
    }

    [Fact]
    public void A_list_of_objects_is_a_history_too()
    {
        lines.ImportTwice(lines.Folder.Write("h.json", """[{"_step": 0, "_timestamp": 1700000000, "loss": 0.5}, {"_step": 7, "_timestamp": 1700000001, "loss": "NaN"}]"""));
        Assert.Equal([(0L, 0.5), (7, double.NaN)], lines.Points(lines.Runs.Single(), "loss").Select(p => (p.Step, p.Value)));
        Assert.False(new JsonLinesFormat().Fits(lines.Folder.Write("x.json", "[1, 2]")));
        Assert.False(new JsonLinesFormat().Fits(lines.Folder.Write("y.json", "{\"a\": 1}")));
    }

    [Fact]
    public void A_folder_of_DVCLive_is_a_run()
    {
        dvc.Folder.Write("project/dvclive/plots/metrics/train/loss.tsv", "step\tloss\n0\t0.5\n1\tnan\n");
        dvc.Folder.Write("project/dvclive/plots/metrics/acc.tsv", "timestamp\tstep\tacc\n1700000000500\t0\t0.25\n");
        dvc.Folder.Write("project/dvclive/metrics.json", """{"train": {"loss": NaN}, "acc": 0.25, "test": {"f1": 0.75}, "step": 1}""");
        dvc.Folder.Write("project/dvclive/params.yaml", "lr: 0.1\nmodel:\n  depth: 3\n");
        dvc.Folder.Write("project/dvclive/plots/images/a.png", [1]);
        MergeResult result = dvc.ImportTwice(dvc.Folder.Sub("project", "dvclive"));
        Run run = dvc.Run("dvclive");
        Assert.Equal(("project", 0.1, 3L), (run.Experiment, run.Parameters["lr"], run.Parameters["model.depth"]));
        Assert.Equal([(0L, 0.5), (1, double.NaN)], dvc.Points(run, "train/loss").Select(p => (p.Step, p.Value)));
        Assert.Equal([(0L, 0.25, DateTime.UnixEpoch.AddSeconds(1700000000.5).Ticks)], dvc.Points(run, "acc"));
        Assert.Equal(0.75, run.Metrics["test/f1"]);
        Assert.Equal("plots/images/a.png", Assert.Single(dvc.Artifacts(run)).Key);
        Assert.Empty(result.Skipped);
    }

    [Fact]
    public void Mutated_files_are_read_as_far_as_they_are_whole()
    {
        string path = csv.Folder.Write("v/metrics.csv", "");
        csv.Folder.Write("v/hparams.yaml", "a: 1");
        MutatedFiles.Check(new CsvFormat(), path, "epoch,step,train_loss,\"a \"\"b\"\"\"\n0,49,0.5,\n0,49,,0.75\n1,99,0.25,\"x\ny\"\n"u8.ToArray());
        File.WriteAllText(path, "epoch,loss\n1,2\n");
        MutatedFiles.Check(new CsvFormat(), csv.Folder.Sub("v", "hparams.yaml"), "a: 1\nb: [1, {c: d}]\ne: &x\n  f: g\nh: *x\ni: |\n  text\n"u8.ToArray(), read: path);
        MutatedFiles.Check(new JsonLinesFormat(), csv.Folder.Sub("x.jsonl"), "{\"step\": 1, \"loss\": 0.5, \"eval\": {\"acc\": NaN}}\n{\"step\": 2, \"loss\": 0.25, \"h\": {\"_type\": \"histogram\", \"values\": [1], \"bins\": [0, 1]}}\n"u8.ToArray());
        MutatedFiles.Check(new DvcLiveFormat(), csv.Folder.Write("d/plots/metrics/a.tsv", ""), "step\ta\n0\t0.5\n1\tnan\n"u8.ToArray(), read: csv.Folder.Sub("d"));
    }

    [Fact]
    public void A_file_that_is_no_log_is_refused_when_its_format_is_named()
    {
        foreach (ITransferFormat format in new ITransferFormat[] { new CsvFormat(), new JsonLinesFormat(), new DvcLiveFormat() })
        {
            Expect.Refused("ImportNotReadable", () => format.Open(new TransferRequest(csv.Folder.Write("x.bin", [0, 1, 2]))));
        }
    }
}
