namespace ExperimentTracker.Tests.Contract;

public abstract class RunTreeContract(StoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public void Children_and_descendants_are_found()
    {
        Experiment experiment = Store.NewExperiment();
        Run top = Store.NewRun(experiment);
        Run left = Store.NewRun(experiment, parent: top), right = Store.NewRun(experiment, parent: top);
        Run leaf = Store.NewRun(experiment, parent: left);
        Store.NewRun(experiment);
        Assert.Equal(top.Id, left.ParentRunId);
        Assert.Equal([right.Id, left.Id], Below(top, descendants: false));
        Assert.Equal([leaf.Id, right.Id, left.Id], Below(top, descendants: true));
        Assert.Equal([leaf.Id], Below(left, descendants: true));
        Assert.Empty(Below(leaf, descendants: true));
    }

    [Fact]
    public void A_run_cannot_become_its_own_ancestor()
    {
        Experiment experiment = Store.NewExperiment();
        Run a = Store.NewRun(experiment), b = Store.NewRun(experiment, parent: a), c = Store.NewRun(experiment, parent: b);
        foreach (Run below in new[] { a, b, c })
        {
            Expect.Refused("ParentCycle", () => Store.Runs.Update(a.Id, new() { ParentRunId = below.Id, Description = "lost" }, None));
        }

        Assert.Equal((null, null), (Store.Again(a).ParentRunId, Store.Again(a).Description));
        Assert.Equal(a.Id, Store.Runs.Update(c.Id, new() { ParentRunId = a.Id }, None).ParentRunId);
        Assert.Equal(c.Id, Store.Runs.Update(b.Id, new() { ParentRunId = c.Id }, None).ParentRunId);
    }

    [Fact]
    public void A_run_can_leave_its_parent()
    {
        Experiment experiment = Store.NewExperiment();
        Run parent = Store.NewRun(experiment), child = Store.NewRun(experiment, parent: parent);
        Assert.Equal(parent.Id, Store.Runs.Update(child.Id, new() { Name = "kept" }, None).ParentRunId);
        Assert.Null(Store.Runs.Update(child.Id, new() { ParentRunId = "" }, None).ParentRunId);
    }

    [Fact]
    public void A_removed_run_does_not_accept_children()
    {
        Experiment experiment = Store.NewExperiment();
        Run removed = Store.NewRun(experiment, start: false), stays = Store.NewRun(experiment);
        Store.Runs.Remove([removed.Id], None);
        Expect.Refused("RecordRemoved", () => Store.NewRun(experiment, parent: removed));
        Expect.Refused("RecordRemoved", () => Store.Runs.Update(stays.Id, new() { ParentRunId = removed.Id }, None));
    }

    [Fact]
    public void A_child_may_belong_to_another_experiment()
    {
        Run parent = Store.NewRun();
        Run child = Store.NewRun(Store.NewExperiment(), parent: parent);
        Assert.Equal([child.Id], Below(parent, descendants: true));
    }

    private string[] Below(Run run, bool descendants) =>
        [.. Store.Runs.Query(new() { ParentRunId = run.Id, Descendants = descendants }, None).Select(r => r.Id)];
}
