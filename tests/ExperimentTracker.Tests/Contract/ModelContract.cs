using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class ModelContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_model_is_returned_as_it_was_created()
    {
        Project project = Store.NewProject();
        Model made = Create(new() { Id = "m_1", Name = "Größe", ProjectId = project.Id, Description = "d", Tags = StoreSteps.Named(("bare", null), ("team", "a")) });
        Assert.Equal(made, Read(made));
        Assert.Equal(("m_1", "Größe", "d", project.Name), (made.Id, made.Name, made.Description, made.Project));
        Assert.Equal((0L, null, null), (made.VersionCount, made.LatestVersion, made.ProductionVersion));
        Assert.Equal(StoreSteps.Named(("bare", null), ("team", "a")), made.Tags);
    }

    [Fact]
    public void Names_of_live_models_are_unique_in_their_project()
    {
        Project one = Store.NewProject(), two = Store.NewProject();
        Model model = Create(new() { Name = "m", ProjectId = one.Id });
        Create(new() { Name = "m", ProjectId = two.Id });
        Expect.Refused("ModelExists", () => Create(new() { Name = "M", ProjectId = one.Id }));
        Expect.Refused("ModelIdExists", () => Create(new() { Name = "n", ProjectId = one.Id, Id = model.Id }));
        Model other = Create(new() { Name = "other", ProjectId = one.Id });
        Expect.Refused("ModelExists", () => Store.Models.Update(other.Id, new() { Name = "M", Description = "lost" }, None));
        Assert.Null(Read(other).Description);
        Store.Models.Remove([model.Id], None);
        Store.Models.Update(other.Id, new() { Name = "M" }, None);
        Expect.Refused("ModelExists", () => Store.Models.Restore([model.Id], None));
    }

    [Fact]
    public void Versions_count_from_one_and_numbers_are_not_reused()
    {
        Model model = NewModel(), other = NewModel();
        ModelVersionDraft draft = new() { ModelId = model.Id };
        Assert.Equal([3, 2, 1], Store.Models.Register([draft, draft, draft], None).Select(v => v.Version));
        Assert.Equal(1, Register(other).Version);
        ModelVersion third = Store.Models.Versions(new() { ModelIds = [model.Id], Version = 3 }, None).Single();
        Store.Models.RemoveVersions([third.Id], None);
        Assert.Equal((2L, 2L), (Read(model).VersionCount, Read(model).LatestVersion));
        Expect.Refused("ModelVersionIdExists", () => Store.Models.Register([draft, draft with { Id = third.Id }], None));
        Assert.Equal(4, Register(model).Version);
        Store.Models.Remove([model.Id], None);
        Expect.Refused("RecordRemoved", () => Register(model));
        Assert.Equal(["1"], Store.Models.Versions(new(), None).Select(v => $"{v.Version}"));
        Store.Models.Restore([model.Id], None);
        Assert.Equal([4, 2, 1], Store.Models.Versions(new() { ModelIds = [model.Id] }, None).Select(v => v.Version));
    }

    [Fact]
    public void A_version_can_only_refer_to_its_own_project()
    {
        Model model = NewModel();
        Project own = Store.Projects.Query(new() { Ids = [model.ProjectId] }, None).Single();
        Experiment experiment = Store.NewExperiment("e", own);
        Run run = Store.NewRun(experiment);
        Artifact artifact = Store.AddText(run, "model.json", "{}");
        Artifact resource = ArtifactIntake.AddText(Store, StoreSteps.DraftOf(experiment, "card.md"), "x", None);
        ModelVersion version = Store.Models.Register([new() { ModelId = model.Id, RunId = run.Id, ArtifactId = artifact.Id }], None)[0];
        Assert.Equal((run.Id, run.Path, artifact.Id, "model.json"), (version.RunId, version.Run, version.ArtifactId, version.Artifact));
        Assert.Equal("card.md", Store.Models.Register([new() { ModelId = model.Id, ArtifactId = resource.Id }], None)[0].Artifact);
        Assert.Equal([version.Id], Store.Models.Versions(new() { RunId = run.Id }, None).Select(v => v.Id));
        Run foreign = Store.NewRun();
        Artifact foreignResource = ArtifactIntake.AddText(
            Store, new() { OwnerType = RecordType.Experiment, OwnerId = foreign.ExperimentId, Key = "k" }, "x", None);
        Expect.Refused("OtherProject", () => Store.Models.Register([new() { ModelId = model.Id, RunId = foreign.Id }], None));
        Expect.Refused("OtherProject", () => Store.Models.Register([new() { ModelId = model.Id, ArtifactId = foreignResource.Id }], None));
        Expect.Refused("RunNotFound", () => Store.Models.Register([new() { ModelId = model.Id, RunId = "nope" }], None));
        Expect.Refused("ArtifactNotFound", () => Store.Models.Register([new() { ModelId = model.Id, ArtifactId = "nope" }], None));
        Assert.Equal(3, Register(model).Version);
    }

    [Fact]
    public void An_alias_names_one_version_of_its_model()
    {
        Model model = NewModel(), other = NewModel();
        ModelVersion first = Register(model), second = Register(model), foreign = Register(other);
        Store.Models.UpdateVersion(foreign.Id, new() { AddAliases = ["champion"] }, None);
        Store.Models.UpdateVersion(first.Id, new() { AddAliases = ["champion", "größe"] }, None);
        Store.Models.UpdateVersion(second.Id, new() { AddAliases = ["CHAMPION"] }, None);
        Assert.Equal(["größe"], Again(first).Aliases);
        Assert.Equal(["CHAMPION"], Again(second).Aliases);
        Assert.Equal([foreign.Id, second.Id], Store.Models.Versions(new() { Alias = "Champion" }, None).Select(v => v.Id).OrderBy(id => id == second.Id));
        Assert.Equal(StoreSteps.Named(("CHAMPION", 2L), ("größe", 1L)), Read(model).Aliases);
        Expect.Refused("AliasNotFound", () => Store.Models.UpdateVersion(first.Id, new() { AddAliases = ["new"], RemoveAliases = ["champion"] }, None));
        Expect.Refused("InvalidAlias", () => Store.Models.UpdateVersion(first.Id, new() { AddAliases = ["new", "3"] }, None));
        Store.Models.UpdateVersion(first.Id, new() { RemoveAliases = ["GRÖßE"] }, None);
        Store.Models.RemoveVersions([second.Id], None);
        Assert.Empty(Read(model).Aliases.Keys);
    }

    private Model NewModel() => Create(new() { Name = $"model {Guid.NewGuid():N}", ProjectId = Store.NewProject().Id });

    private Model Create(ModelDraft draft) => Store.Models.Create([draft], None)[0];

    private Model Read(Model model) => Store.Models.Query(new() { Ids = [model.Id], Removed = RemovedFilter.All }, None).Single();

    private ModelVersion Register(Model model) => Store.Models.Register([new() { ModelId = model.Id }], None)[0];

    private ModelVersion Again(ModelVersion version) => Store.Models.Versions(new() { Ids = [version.Id] }, None).Single();
}
