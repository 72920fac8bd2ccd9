using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Services;

namespace ExperimentTracker.Tests.Contract;

public abstract class IdentityContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void An_id_comes_before_a_name_an_exact_name_before_any_case_and_a_name_before_part_of_an_id()
    {
        Project byId = Create("target", "one"), byName = Create("other", "target2"), byTail = Create("xx-target2", "three");
        Assert.Equal(byId, Identities.FindProject(Store, "target"));
        Assert.Equal(byName, Identities.FindProject(Store, "target2"));
        Assert.Equal(byName, Identities.FindProject(Store, "TARGET2"));
        Assert.Equal(byTail, Identities.FindProject(Store, "xx-target"));
        Assert.Equal(byTail, Identities.FindProject(Store, "-target2"));

        Project Create(string id, string name) => Store.Projects.Create([new() { Id = id, Name = name }], None)[0];
    }

    [Fact]
    public void An_exact_name_comes_before_one_in_another_case()
    {
        Experiment experiment = Store.NewExperiment();
        Run[] runs = [.. Store.Runs.Create([New("Best"), New("best")], None)];
        Assert.Equal(runs[0].Id, Identities.FindRun(Store, "Best").Id);
        Assert.Equal(runs[1].Id, Identities.FindRun(Store, "best").Id);
        TrackerException error = Expect.Refused("RunAmbiguous", () => Identities.FindRun(Store, "BEST"));
        Assert.Contains(runs[0].Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(TrackerErrorKind.Ambiguous, error.Kind);

        RunDraft New(string name) => new() { ExperimentId = experiment.Id, Name = name };
    }

    [Fact]
    public void The_start_or_the_end_of_an_id_is_enough_when_it_is_unique_and_has_four_characters()
    {
        Experiment experiment = Store.NewExperiment();
        foreach (string id in new[] { "aaaa-1111-xyz", "aaaa-2222-zyx" }) Store.NewRun(new RunDraft { Id = id, ExperimentId = experiment.Id });
        Assert.Equal("aaaa-1111-xyz", Identities.FindRun(Store, "aaaa-1").Id);
        Assert.Equal("aaaa-2222-zyx", Identities.FindRun(Store, "-zyx").Id);
        Expect.Refused("RunAmbiguous", () => Identities.FindRun(Store, "aaaa"));
        Expect.Refused("RunNotFound", () => Identities.FindRun(Store, "xyz"));
        Expect.Refused("RunNotFound", () => Identities.FindRun(Store, "1111"));
        Run made = Store.NewRun(experiment);
        Assert.Equal(made.Id, Identities.FindRun(Store, made.ShortId).Id);
    }

    [Fact]
    public void A_generated_id_is_found_in_upper_case_too()
    {
        Run run = Store.NewRun();
        foreach (string part in new[] { run.Id, run.ShortId, run.Id[..20], run.Id[^4..] })
        {
            Assert.Equal(run.Id, Identities.FindRun(Store, part.ToUpperInvariant()).Id);
        }

        Experiment experiment = Store.Experiments.Query(new(), None).Single();
        Assert.Equal(experiment.Id, Identities.FindExperiment(Store, experiment.ShortId.ToUpperInvariant()).Id);
        Assert.Equal(experiment.ProjectId, Identities.FindProject(Store, experiment.ProjectId.ToUpperInvariant()).Id);
    }

    [Fact]
    public void A_run_is_found_by_its_path()
    {
        Experiment experiment = Store.NewExperiment("Sweep", Store.NewProject("Vision"));
        Run root = Store.NewRun(experiment), inner = Store.NewRun(experiment, place: "a/b");
        foreach (string path in new[] { "Sweep/0", "sweep/000", "Vision/Sweep/0", experiment.Id + "/0" }) Assert.Equal(root.Id, Identities.FindRun(Store, path).Id);
        foreach (string path in new[] { "Sweep/a/b/0", "SWEEP/a/b/000", "vision/sweep/a/b/0" }) Assert.Equal(inner.Id, Identities.FindRun(Store, path).Id);
        foreach (string path in new[] { "Sweep/1", "Sweep/a/0", "Nope/0", "/0", "Sweep/", "Sweep/-0", "Sweep/+0", "Sweep/0x0", "Sweep/99999999999999999999" })
        {
            Expect.Refused("RunNotFound", () => Identities.FindRun(Store, path));
        }
    }

    [Fact]
    public void A_path_works_when_names_have_slashes()
    {
        Experiment shallow = Store.NewExperiment("a", Store.NewProject("p")), deep = Store.NewExperiment("a/b", Store.NewProject("q/r"));
        Run inShallow = Store.NewRun(shallow, place: "b/c"), inDeep = Store.NewRun(deep);
        Assert.Equal(inDeep.Id, Identities.FindRun(Store, "a/b/0").Id);
        Assert.Equal(inShallow.Id, Identities.FindRun(Store, "a/b/c/0").Id);
        Assert.Equal(deep.Id, Identities.FindExperiment(Store, "q/r/a/b").Id);
        Assert.Equal(inDeep.Id, Identities.FindRun(Store, "q/r/a/b/0").Id);
    }

    [Fact]
    public void A_name_in_two_projects_needs_the_project()
    {
        Project p = Store.NewProject("p"), q = Store.NewProject("q");
        Store.NewExperiment("same", p);
        Experiment second = Store.NewExperiment("same", q);
        Expect.Refused("ExperimentAmbiguous", () => Identities.FindExperiment(Store, "same"));
        Assert.Equal(second.Id, Identities.FindExperiment(Store, "Q/Same").Id);
        Assert.Equal(second.Id, Identities.FindExperiment(Store, "same", q.Id).Id);
        Store.Projects.Remove([p.Id], None);
        Assert.Equal(second.Id, Identities.FindExperiment(Store, "same").Id);
    }

    [Fact]
    public void Removed_records_are_found_only_on_request()
    {
        Run run = Store.NewRun(new RunDraft { ExperimentId = Store.NewExperiment("e").Id, Name = "gone" });
        Store.Runs.Remove([run.Id], None);
        foreach (string text in new[] { "gone", run.Id, run.ShortId, "e/0" })
        {
            Expect.Refused("RunNotFound", () => Identities.FindRun(Store, text));
            Assert.Equal(run.Id, Identities.FindRun(Store, text, RemovedFilter.Removed).Id);
            Assert.Equal(run.Id, Identities.FindRun(Store, text, RemovedFilter.All).Id);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("____")]
    [InlineData("****")]
    [InlineData("' OR 1=1 --")]
    [InlineData("half a pair \uD83D")]
    public void A_text_that_fits_nothing_is_not_found(string text)
    {
        Store.NewRun();
        Expect.Refused("RunNotFound", () => Identities.FindRun(Store, text));
        Expect.Refused("ExperimentNotFound", () => Identities.FindExperiment(Store, text));
        Expect.Refused("ProjectNotFound", () => Identities.FindProject(Store, text));
    }
}
