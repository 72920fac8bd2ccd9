using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class ProjectContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void A_project_is_returned_as_it_was_created()
    {
        DateTime before = Store.Time.GetUtcNow().UtcDateTime;
        Project made = Store.Projects.Create(
            [new ProjectDraft { Name = "Vision", Description = "seeing", Tags = StoreSteps.Named(("team", "a"), ("bare", null)) }], None)[0];
        Project read = Store.Projects.Query(new() { Ids = [made.Id] }, None).Single();
        Assert.Equal(made, read);
        Assert.Equal(("Vision", "seeing"), (read.Name, read.Description));
        Assert.Equal(StoreSteps.Named(("bare", null), ("team", "a")), read.Tags);
        Assert.Equal(DateTimeKind.Local, read.CreatedAt.Kind);
        Assert.InRange(read.CreatedAt.ToUniversalTime(), before, Store.Time.GetUtcNow().UtcDateTime);
        Assert.Equal(read.CreatedAt, read.UpdatedAt);
        Assert.Null(read.RemovedAt);
    }

    [Fact]
    public void A_bad_one_in_a_batch_leaves_nothing_of_the_batch()
    {
        Store.NewProject("taken");
        Expect.Refused("ProjectExists", () => Store.Projects.Create([new() { Name = "a" }, new() { Name = "TAKEN" }, new() { Name = "b" }], None));
        Expect.Refused("ProjectExists", () => Store.Projects.Create([new() { Name = "a" }, new() { Name = "A" }], None));
        Expect.Refused("InvalidName", () => Store.Projects.Create([new() { Name = "a", Tags = StoreSteps.Named(("", "x")) }], None));
        Assert.Equal(["taken"], Store.Projects.Query(new(), None).Select(p => p.Name));
    }

    [Fact]
    public void A_batch_is_returned_completely()
    {
        IReadOnlyList<Project> made = Store.Projects.Create([new() { Name = "c" }, new() { Name = "a" }, new() { Name = "b" }], None);
        Assert.Equal(["a", "b", "c"], made.Select(p => p.Name).Order());
        Assert.Empty(Store.Projects.Create([], None));
    }

    [Fact]
    public void Projects_are_listed_by_name_without_regard_to_case()
    {
        foreach (string name in new[] { "beta", "Gamma", "ALPHA" }) Store.NewProject(name);
        Assert.Equal(["ALPHA", "beta", "Gamma"], Store.Projects.Query(new(), None).Select(p => p.Name));
    }

    [Fact]
    public void A_change_touches_what_it_names_only()
    {
        Project made = Store.Projects.Create([new() { Name = "vision", Description = "seeing" }], None)[0];
        Project renamed = Store.Projects.Update(made.Id, new() { Name = "VISION" }, None);
        Assert.Equal(("VISION", "seeing"), (renamed.Name, renamed.Description));
        Assert.True(renamed.UpdatedAt > made.UpdatedAt);
        Assert.Equal(made.CreatedAt, renamed.CreatedAt);
        Assert.Equal("hearing", Store.Projects.Update(made.Id, new() { Description = "hearing" }, None).Description);
        Project emptied = Store.Projects.Update(made.Id, new() { Description = "" }, None);
        Assert.Equal(("VISION", null), (emptied.Name, emptied.Description));
    }

    [Fact]
    public void A_project_cannot_have_the_name_of_another()
    {
        Project made = Store.NewProject("one");
        Store.NewProject("two");
        Expect.Refused("ProjectExists", () => Store.Projects.Update(made.Id, new() { Name = "TWO", Description = "lost" }, None));
        Project read = Identities.FindProject(Store, "one");
        Assert.Null(read.Description);
    }

    [Fact]
    public void What_does_not_exist_is_not_found()
    {
        Expect.Refused("ProjectNotFound", () => Store.Projects.Update("nope", new() { Name = "x" }, None));
        Expect.Refused("ProjectNotFound", () => Store.Projects.Remove(["nope"], None));
        Expect.Refused("ProjectNotFound", () => Store.Projects.Restore(["nope"], None));
        Assert.Empty(Store.Projects.Query(new() { Ids = ["nope"] }, None));
    }

    [Fact]
    public void The_count_of_experiments_is_of_the_live_ones()
    {
        Project project = Store.NewProject();
        Experiment removed = Store.NewExperiment("gone", project);
        Store.NewExperiment("stays", project);
        Store.Experiments.Remove([removed.Id], None);
        Assert.Equal(1, Store.Projects.Query(new() { Ids = [project.Id] }, None)[0].ExperimentCount);
    }
}
