using System.Text.Json;

namespace ExperimentTracker.Tests.Web.Mlflow;

/// <summary>The client of the npm package mlflow, which others wrote, logs to the server and reads from it.</summary>
public sealed class NodeClientTests : IDisposable
{
    private readonly MlflowClient client = new(StoreUnderTest.InAFile());

    public void Dispose() => client.Dispose();

    [NeedsNodePackagesFact("mlflow")]
    public void What_it_logs_is_in_the_store_and_what_it_reads_is_what_it_logged()
    {
        string output = Tools.Run("node", NeedsNodePackagesFactAttribute.Folder("mlflow"), "log.mjs", client.Http.BaseAddress!.AbsoluteUri.TrimEnd('/'), DashboardUnderTest.Token);
        JsonElement read = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]).RootElement;
        string[] ids = [.. read.Items("ids").Select(id => id.GetString()!)];

        Run[] runs = [.. client.Store.Runs.Query(new(), default)];
        Assert.Equal(3, runs.Length);
        Run parent = runs.Single(run => run.ParentRunId is null);
        Assert.Equal(("sweep", RunStatus.Failed, "renamed", "node"), (parent.Name, parent.Status, parent.Experiment, parent.Origin.User));
        Assert.Equal(read.At("parent").GetString(), Guid.Parse(parent.Id).ToString("N"));
        Run[] children = [.. ids.Select(id => runs.Single(run => run.Id == Guid.Parse(id).ToString()))];
        Assert.All(children, child => Assert.Equal((parent.Id, RunStatus.Succeeded, "adam", "red", false), (child.ParentRunId, child.Status, child.Parameters["optimizer"], child.Tags["team"], child.Tags.Contains("state"))));
        foreach ((Run child, double lr) in children.Zip([0.1, 0.01]))
        {
            Assert.Equal(lr, child.Parameters["lr"]);
            Assert.Equal(1 - lr, child.Metrics["acc"]);
            MetricSeries loss = client.Store.Metrics.Read((Metric)child.MetricStatistics["loss"]!, 0, long.MaxValue, default);
            Assert.Equal([0, 1, 2, 3, 4], loss.Steps);
            Assert.Equal(Enumerable.Range(1, 5).Select(n => lr / n), loss.Values);
        }

        Assert.Contains("INVALID_PARAMETER_VALUE", read.At("refused").GetString(), StringComparison.Ordinal);
        Assert.Equal([ids[1]], read.Items("best.runs").Select(run => run.At("info.run_id").GetString()));
        Assert.Equal([ids[0]], read.Items("next.runs").Select(run => run.At("info.run_id").GetString()));
        Assert.Equal(Enumerable.Range(1, 5).Select(n => 0.01 / n), read.Items("history.metrics").Select(point => point.At("value").GetDouble()));
        Assert.EndsWith($"/{ids[0]}/artifacts", read.At("artifacts.root_uri").GetString(), StringComparison.Ordinal);
        Assert.Equal(["from node"], read.Texts("listed.experiments", "name"));
        Assert.Equal("renamed", read.At("experiment.experiment.name").GetString());
    }
}
