using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class RunInputContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void Each_kind_is_kept_with_its_role_in_the_order_added()
    {
        Run maker = Store.NewRun(), user = Store.End(Store.NewRun());
        Artifact artifact = Store.AddText(maker, "out/x.txt", "x");
        ModelVersion version = Store.Models.Register([new() { ModelId = ModelRegistry.FindOrCreate(Store, "iris", null).Id }], None)[0];
        Dataset dataset = Store.Datasets.Register(new() { Name = "flowers" }, None);
        Store.Inputs.Add(user.Id, RunInputKind.Dataset, dataset.Id, "train", None);
        Store.Inputs.Add(user.Id, RunInputKind.Artifact, artifact.Id, null, None);
        RunInput last = Store.Inputs.Add(user.Id, RunInputKind.ModelVersion, version.Id, "base", None);
        IReadOnlyList<RunInput> inputs = Store.Inputs.List([user.Id], None);
        Assert.Equal(["train: flowers", $"{maker.Path}/out/x.txt", "base: iris/1"], inputs.Select(i => i.ToString()));
        Assert.Equal([dataset.Id, artifact.Id, version.Id], inputs.Select(i => i.TargetId));
        Assert.Equal(last, inputs[2]);
        Assert.Equal((user.Id, user.Path, "base", RunInputKind.ModelVersion), (last.RunId, last.Run, last.Role, last.Kind));
    }

    [Fact]
    public void The_same_input_in_the_same_role_is_added_once()
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        Dataset dataset = Store.Datasets.Register(new() { Name = "flowers" }, None);
        RunInput first = Add(run, null);
        Assert.Equal(first, Add(run, ""));
        Add(run, "train");
        Add(run, "Train");
        Add(other, null);
        Assert.Equal([null, "train", "Train"], Store.Inputs.List([run.Id], None).Select(i => i.Role));
        Assert.Equal([other.Id, run.Id, run.Id, run.Id], Store.Inputs.List([other.Id, run.Id], None).Select(i => i.RunId));

        RunInput Add(Run user, string? role) => Store.Inputs.Add(user.Id, RunInputKind.Dataset, dataset.Id, role, None);
    }

    [Fact]
    public void An_input_is_kept_when_its_target_is_removed()
    {
        Run maker = Store.End(Store.NewRun()), user = Store.NewRun();
        Artifact artifact = Store.AddText(maker, "a", "x");
        Dataset dataset = Store.Datasets.Register(new() { Name = "flowers" }, None);
        Store.Inputs.Add(user.Id, RunInputKind.Artifact, artifact.Id, null, None);
        Store.Inputs.Add(user.Id, RunInputKind.Dataset, dataset.Id, null, None);
        Store.Datasets.Remove([dataset.Id], None);
        Store.Artifacts.Remove([artifact.Id], None);
        Store.Runs.Remove([maker.Id], None);
        Store.Datasets.Register(new() { Name = "flowers" }, None);
        Assert.Equal([artifact.Id, dataset.Id], Store.Inputs.List([user.Id], None).Select(i => i.TargetId));
        Expect.Refused("ArtifactNotFound", () => Store.Inputs.Add(user.Id, RunInputKind.Artifact, artifact.Id, "again", None));
        Expect.Refused("DatasetNotFound", () => Store.Inputs.Add(user.Id, RunInputKind.Dataset, dataset.Id, "again", None));
    }

    [Fact]
    public void A_missing_target_is_an_error_and_nothing_is_added()
    {
        Run run = Store.NewRun(), removed = Store.NewRun(start: false);
        Dataset dataset = Store.Datasets.Register(new() { Name = "flowers" }, None);
        Store.Runs.Remove([removed.Id], None);
        Expect.Refused("ArtifactNotFound", () => Store.Inputs.Add(run.Id, RunInputKind.Artifact, dataset.Id, null, None));
        Expect.Refused("ModelVersionNotFound", () => Store.Inputs.Add(run.Id, RunInputKind.ModelVersion, dataset.Id, null, None));
        Expect.Refused("DatasetNotFound", () => Store.Inputs.Add(run.Id, RunInputKind.Dataset, run.Id, null, None));
        Expect.Refused("RunNotFound", () => Store.Inputs.Add("nope", RunInputKind.Dataset, dataset.Id, null, None));
        Expect.Refused("RecordRemoved", () => Store.Inputs.Add(removed.Id, RunInputKind.Dataset, dataset.Id, null, None));
        Expect.Refused("InvalidName", () => Store.Inputs.Add(run.Id, RunInputKind.Dataset, dataset.Id, "a\nb", None));
        Assert.Empty(Store.Inputs.List([run.Id, removed.Id, "nope"], None));
    }
}
