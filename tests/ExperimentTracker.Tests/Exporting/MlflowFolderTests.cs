using ExperimentTracker.Interop.MLflow.Terms;
using System.Globalization;

namespace ExperimentTracker.Tests.Exporting;

public sealed class MlflowFolderTests(Exports exports) : IClassFixture<Exports>
{
    [Fact]
    public void Each_run_has_a_folder_with_its_points_in_lines()
    {
        string folder = exports.Export("MLflow");
        string experiment = Assert.Single(Directory.EnumerateDirectories(folder), d => Path.GetFileName(d) != "models");
        Assert.Contains("name: \"vision/iris\"\n", File.ReadAllText(Path.Combine(experiment, "meta.yaml")), StringComparison.Ordinal);
        Assert.Equal(exports.Runs.Count, Directory.EnumerateDirectories(experiment).Count(d => File.Exists(Path.Combine(d, "meta.yaml"))));
        Run run = exports.Runs.Single(r => r.Name == "=1+1");
        string own = Path.Combine(experiment, run.Id);
        string meta = File.ReadAllText(Path.Combine(own, "meta.yaml"));
        Assert.Contains($"experiment_id: \"{Path.GetFileName(experiment)}\"\n", meta, StringComparison.Ordinal);
        Assert.Contains("status: 4\n", meta, StringComparison.Ordinal);
        Assert.Contains($"artifact_uri: \"{new Uri(Path.Combine(own, "artifacts")).AbsoluteUri}\"\n", meta, StringComparison.Ordinal);
        Assert.Contains("run_name: \"=1+1\"\n", meta, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"start_time: {Milliseconds(run.StartedAtUtc!.Value)}\n"), meta, StringComparison.Ordinal);

        long time = Milliseconds(new DateTime(638_000_000_000_000_001, DateTimeKind.Utc));
        Assert.Equal($"{time} 0.1 1\n{time + 1} Infinity 2\n{time + 2} -1E-300 2\n", File.ReadAllText(Path.Combine(own, "metrics/loss")));
        Assert.Equal(3, Directory.EnumerateFiles(Path.Combine(own, "metrics"), "*", SearchOption.AllDirectories).Count());
        Assert.Equal("@SUM(A1)", File.ReadAllText(Path.Combine(own, "params/-x")));
        Assert.Equal(["-5", "0.1"], Directory.EnumerateFiles(Path.Combine(own, "params"), "a_b*").Select(File.ReadAllText).Order(StringComparer.Ordinal));
        Assert.Equal(run.Id, File.ReadAllText(Path.Combine(own, "tags/experimenttracker.run_id")));
        Assert.Equal("a,b\r\nc", File.ReadAllText(Path.Combine(own, "tags/wo_rds")));
        Assert.Equal("# wörds", File.ReadAllText(Path.Combine(own, "artifacts/notes")));
        Assert.Equal(Exports.Pixel, File.ReadAllBytes(Path.Combine(own, "artifacts/pixel-step-3.png")));
    }

    [Fact]
    public void Models_and_removed_runs_are_where_MLflow_has_them()
    {
        string folder = exports.Export("MLflow");
        Assert.Equal("1", File.ReadAllText(Path.Combine(folder, "models/m/aliases/best")));
        string version = File.ReadAllText(Path.Combine(folder, "models/m/version-1/meta.yaml"));
        Assert.Contains("current_stage: \"", version, StringComparison.Ordinal);
        Assert.Contains("version: 1\n", version, StringComparison.Ordinal);
        Assert.Equal("1", File.ReadAllText(Path.Combine(folder, "models/m/version-1/tags/g")));
        string[] deleted = [.. Directory.EnumerateFiles(folder, "meta.yaml", SearchOption.AllDirectories).Where(f => File.ReadAllText(f).Contains("lifecycle_stage: \"deleted\"", StringComparison.Ordinal))];
        Assert.Equal("run_3", File.ReadAllText(Path.Combine(Path.GetDirectoryName(Assert.Single(deleted))!, "tags/experimenttracker.run_id")));
        string parent = Assert.Single(Directory.EnumerateFiles(folder, "mlflow.parentRunId", SearchOption.AllDirectories));
        Assert.Equal("run_2", File.ReadAllText(Path.Combine(Path.GetDirectoryName(parent)!, "experimenttracker.run_id")));
        string parentFolder = Path.Combine(Path.GetDirectoryName(parent)!, "../..", File.ReadAllText(parent));
        Assert.Equal("run_1", File.ReadAllText(Path.Combine(parentFolder, "tags/experimenttracker.run_id")));
    }

    [Fact]
    public void A_folder_with_another_file_is_not_replaced()
    {
        string folder = exports.Export("MLflow");
        string other = Path.Combine(folder, "mine.txt");
        File.WriteAllText(other, "");
        TrackerException refused = Assert.Throws<TrackerException>(() => exports.Export("MLflow", folder, replace: true));
        File.Delete(other);
        Assert.Equal("ExportWouldReplace", refused.ErrorId);
        exports.Export("MLflow", folder, replace: true);
        Assert.Equal("ExportExists", Assert.Throws<TrackerException>(() => exports.Export("MLflow", folder)).ErrorId);
    }

    [Theory]
    [InlineData("loss", "loss")]
    [InlineData("val/loss 2.x-y_z", "val/loss 2.x-y_z")]
    [InlineData("accuracy[setosa]", "accuracy/setosa")]
    [InlineData("a//b", "a/b")]
    [InlineData("/a", "a")]
    [InlineData("../a", "__/a")]
    [InlineData("50%", "50_")]
    [InlineData("%", "_")]
    public void A_name_becomes_one_that_MLflow_allows(string name, string mapped) => Assert.Equal(mapped, new MLflowNames([]).Of(name));

    [Fact]
    public void Names_stay_different_and_valid_ones_stay_as_they_are()
    {
        var names = new MLflowNames(["a%", "a&", "a_", new string('x', 251), new string('x', 300)]);
        Assert.Equal(["a_", "a_-2", "a_-3"], new[] { "a_", "a%", "a&" }.Select(names.Of));
        Assert.NotEqual(names.Of(new string('x', 251)), names.Of(new string('x', 300)));
        Assert.True(names.Of(new string('x', 300)).Length <= 250);
    }

    private static long Milliseconds(DateTime time) => (long)Math.Floor((time - DateTime.UnixEpoch).TotalMilliseconds);
}
