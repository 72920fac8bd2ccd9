using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Rules;
using ExperimentTracker.Services;
using ExperimentTracker.Values;

namespace ExperimentTracker.Tests.Contract;

public abstract class EvaluationContract(StoreUnderTest store) : StoreContract(store)
{
    public static TheoryData<RecordType> Kinds() => [RecordType.Epoch, RecordType.Result];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_row_is_returned_as_it_was_created_and_its_values_are_series(RecordType type)
    {
        Run run = Store.NewRun();
        long ticks = new DateTime(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc).Ticks + 1;
        Evaluation made = Add(new()
        {
            Type = type, RunId = run.Id, Id = "x_3", Index = 3, Ticks = ticks, Accuracy = 0.9, Loss = -0.0,
            AccuracyPerLabel = StoreSteps.Named(("setosa", 1.0), ("it's", double.NegativeInfinity)), Metrics = StoreSteps.Named(("f1[a]", 0.5), ("time", 2.0)),
        });
        Assert.Equal(made, Rows(type, run).Single());
        Assert.Equal(type == RecordType.Epoch ? typeof(Epoch) : typeof(Result), made.GetType());
        Assert.Equal(("x_3", run.Id, 3, 0.9), (made.Id, made.RunId, made.Index, made.Accuracy));
        Assert.Equal(StoreSteps.Named(("setosa", 1.0), ("it's", double.NegativeInfinity)), made.AccuracyPerLabel);
        Expect.SameBits([-0.0], [made.Loss!.Value]);
        Assert.Equal(ticks, Expect.TicksOf(made.CreatedAt));
        string[] names = ["accuracy", "accuracy[it's]", "accuracy[setosa]", "f1[a]", "loss", "time"];
        Assert.Equal(names.Select(n => $"{type.Noun()}/{n}"), Store.Metrics.List([run.Id], None).Select(m => m.Name).Order(StringComparer.Ordinal));
        MetricPoint point = Assert.Single(Store.Points(run, $"{type.Noun()}/accuracy", "setosa").Points());
        Assert.Equal((3L, 1.0, ticks), (point.Step, point.Value, Expect.TicksOf(point.Timestamp)));
        Assert.Equal(MetricGoal.Minimize, Store.Metric(run, $"{type.Noun()}/loss").Goal);
    }

    [Fact]
    public void A_total_that_is_NaN_is_null_in_the_row_and_stays_in_the_series()
    {
        Run run = Store.NewRun();
        Evaluation made = Add(Draft(run) with { Loss = double.NaN, LossPerLabel = StoreSteps.Named(("a", double.NaN)) });
        Assert.Null(made.Loss);
        Assert.Equal(double.NaN, made.LossPerLabel["a"]);
        Assert.Equal([double.NaN], Store.Points(run, "epoch/loss").Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Numbers_count_on_within_run_and_kind(RecordType type)
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        Assert.Equal([0, 1, 9, 10], Store.Evaluations.Add([Draft(run, type), Draft(run, type), Draft(run, type) with { Index = 9 }, Draft(run, type)], None).Select(e => e.Index));
        Assert.Equal(0, Add(Draft(other, type)).Index);
        Assert.Equal(0, Add(Draft(run, type == RecordType.Epoch ? RecordType.Result : RecordType.Epoch)).Index);
        Assert.Equal([0, 1, 9, 10], Rows(type, run).Select(e => e.Index));
        Assert.Equal([1, 10], Store.Evaluations.Query(new() { Type = type, RunIds = [run.Id], Indices = [10, 1, 7] }, None).Select(e => e.Index));
        Assert.Empty(Store.Evaluations.Query(new() { Type = type, RunIds = [] }, None));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_bad_one_in_a_batch_leaves_neither_rows_nor_points(RecordType type)
    {
        Run run = Store.NewRun();
        EvaluationDraft good = Draft(run, type) with { Loss = 1, Id = "a" };
        Refused($"{type}Exists", good with { Id = null, Index = 0 });
        Refused($"{type}IdExists", good);
        Refused("InvalidId", good with { Id = "" });
        Refused("InvalidStep", good with { Id = null, Index = -1 });
        Refused("InvalidMetricKey", good with { Id = null, Metrics = StoreSteps.Named(("LOSS", 1.0)) });
        Refused("InvalidMetricKey", good with { Id = null, LossPerLabel = StoreSteps.Named(("b", 1.0), ("a\n", 1.0)) });
        Refused("RunNotFound", good with { Id = null, RunId = "nope" });
        Refused("RunNotOpen", good with { Id = null, RunId = Store.End(Store.NewRun()).Id });
        Refused("RunNotOpen", good with { Id = null, RunId = Store.NewRun(start: false).Id });
        Assert.Empty(Store.Evaluations.Query(new() { Type = type }, None));
        Assert.Empty(Store.Metrics.List([run.Id], None));

        void Refused(string errorId, EvaluationDraft bad) => Expect.Refused(errorId, () => Store.Evaluations.Add([good, bad], None));
    }

    [Fact]
    public void Rows_of_a_removed_run_are_removed_and_restored_with_it()
    {
        Run run = Store.NewRun();
        Add(Draft(run));
        Store.End(run);
        Store.Runs.Remove([run.Id], None);
        Assert.Empty(Rows(RecordType.Epoch, run));
        Expect.Refused("RecordRemoved", () => Add(Draft(run)));
        Store.Runs.Restore([run.Id], None);
        Assert.Single(Rows(RecordType.Epoch, run));
    }

    [Fact]
    public void Artifacts_refer_only_to_rows_of_their_own_run()
    {
        Run run = Store.NewRun(), other = Store.NewRun();
        Evaluation epoch = Add(Draft(run) with { Index = 7, Id = "8" });
        Add(Draft(run) with { Index = 8 });
        Artifact byNumber = Point(run, "7"), byId = Point(run, "8");
        Assert.Equal((epoch.Id, epoch.Id), (byNumber.EpochId, byId.EpochId));
        Expect.Refused("EpochNotFound", () => Point(other, epoch.Id));
        Expect.Refused("EpochNotFound", () => Point(run, "9"));
        Assert.Equal(2, Store.Artifacts.Query(new(), None).Count);

        Artifact Point(Run owner, string text) => ArtifactIntake.AddText(Store, StoreSteps.DraftOf(owner, $"key {text}") with { Epoch = text }, text, None);
    }

    private EvaluationDraft Draft(Run run, RecordType type = RecordType.Epoch) => new() { Type = type, RunId = run.Id, Ticks = UtcTicks.Now(Store.Time) };

    private Evaluation Add(EvaluationDraft draft) => Store.Evaluations.Add([draft], None)[0];

    private IReadOnlyList<Evaluation> Rows(RecordType type, Run run) => Store.Evaluations.Query(new() { Type = type, RunIds = [run.Id] }, None);
}
