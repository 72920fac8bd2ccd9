namespace ExperimentTracker.Tests.Contract;

public abstract class TagContract(StoreUnderTest store) : StoreContract(store)
{
    public static TheoryData<RecordType> Taggable() => [RecordType.Project, RecordType.Experiment, RecordType.Run];

    [Theory]
    [MemberData(nameof(Taggable))]
    public void A_tag_is_bare_or_has_a_value_that_can_be_replaced(RecordType type)
    {
        string id = New(type);
        Set(type, id, ("stage", "dev"), ("baseline", null), ("count", 3L));
        Set(type, id, ("STAGE", "prod"), ("count", null), ("extra", true));
        Assert.Equal(["baseline", "count", "extra=true", "stage=prod"], Tags(type, id));
        ExperimentTag tag = Store.Tags.List(type, [id], None)[3];
        Assert.Equal((type, id), (tag.TargetType, tag.TargetId));
        Assert.NotEmpty(tag.Target);
    }

    [Theory]
    [MemberData(nameof(Taggable))]
    public void Tags_are_removed_ignoring_case_and_atomically(RecordType type)
    {
        string id = New(type);
        Set(type, id, ("a", null), ("B", null), ("ä", null));
        Expect.Refused("TagNotFound", () => Store.Tags.Remove(type, id, ["a", "nope"], None));
        Assert.Equal(3, Tags(type, id).Length);
        Store.Tags.Remove(type, id, ["A", "Ä"], None);
        Assert.Equal(["B"], Tags(type, id));
    }

    [Fact]
    public void A_bad_key_leaves_nothing_of_its_batch()
    {
        string id = New(RecordType.Run);
        Expect.Refused("InvalidName", () => Set(RecordType.Run, id, ("good", null), (" ", null)));
        Assert.Empty(Tags(RecordType.Run, id));
    }

    [Fact]
    public void A_tag_that_is_set_to_what_it_is_keeps_its_time()
    {
        string id = New(RecordType.Run);
        Set(RecordType.Run, id, ("a", "1"), ("b", null));
        ExperimentTag[] before = [.. Store.Tags.List(RecordType.Run, [id], None)];
        Set(RecordType.Run, id, ("a", "1"), ("b", "2"));
        ExperimentTag[] after = [.. Store.Tags.List(RecordType.Run, [id], None)];
        Assert.Equal(before[0], after[0]);
        Assert.True(after[1].CreatedAt > before[1].CreatedAt);
    }

    [Fact]
    public void An_ended_run_can_be_tagged_and_a_removed_one_cannot()
    {
        Run run = Store.End(Store.NewRun());
        Set(RecordType.Run, run.Id, ("late", null));
        Store.Runs.Remove([run.Id], None);
        Expect.Refused("RecordRemoved", () => Set(RecordType.Run, run.Id, ("later", null)));
        Expect.Refused("RecordRemoved", () => Store.Tags.Remove(RecordType.Run, run.Id, ["late"], None));
        Expect.Refused("RunNotFound", () => Set(RecordType.Run, "nope", ("x", null)));
        Assert.Equal(["late"], Tags(RecordType.Run, run.Id));
    }

    [Fact]
    public void Records_of_different_kinds_do_not_share_tags()
    {
        Run run = Store.NewRun();
        Project project = Store.Projects.Query(new(), None).Single();
        Set(RecordType.Project, project.Id, ("p", null));
        Set(RecordType.Experiment, run.ExperimentId, ("e", null));
        Assert.Empty(Tags(RecordType.Run, run.Id));
        Assert.Equal(["e"], Tags(RecordType.Experiment, run.ExperimentId));
        Assert.Equal(StoreSteps.Named(("p", null)), Store.Projects.Query(new(), None)[0].Tags);
    }

    private string New(RecordType type) => type switch
    {
        RecordType.Project => Store.NewProject().Id,
        RecordType.Experiment => Store.NewExperiment().Id,
        _ => Store.NewRun().Id,
    };

    private void Set(RecordType type, string id, params (string, object?)[] tags) => Store.Tags.Set(type, id, StoreSteps.Named(tags), None);

    private string[] Tags(RecordType type, string id) => [.. Store.Tags.List(type, [id], None).Select(t => t.ToString())];
}
