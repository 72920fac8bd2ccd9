using ExperimentTracker.Comparison;
using static ExperimentTracker.Tests.Support.MadeRuns;

namespace ExperimentTracker.Tests.Comparison;

public sealed class SweepStateTests
{
    private static readonly DateTime Now = new(2024, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Runs_are_counted_by_what_became_of_them()
    {
        SweepState state = State([Run(1, RunStatus.Succeeded), Run(2, RunStatus.Failed), Run(3, RunStatus.Killed), Run(4, RunStatus.Cancelled), Run(5, RunStatus.Running), Run(6, RunStatus.Pending)], total: 10);
        Assert.Equal((10, 4, 2, 1, 5), (state.Total, state.Ended, state.Failed, state.Cancelled, state.Waiting));
        Assert.Equal("5", Assert.Single(state.Running).Id);
        Assert.Equal(2, State([Run(1, RunStatus.Succeeded), Run(2, RunStatus.Succeeded)], total: 1).Total);
    }

    [Fact]
    public void A_run_with_a_progress_takes_as_long_as_so_far_in_proportion() =>
        Assert.Equal(TimeSpan.FromSeconds(90), State([Run(1, RunStatus.Running, elapsed: 30, progress: 0.25)]).TimeLeft);

    [Fact]
    public void A_run_without_a_progress_takes_as_long_as_the_succeeded_ones()
    {
        Run[] ended = [Run(1, RunStatus.Succeeded, elapsed: 80), Run(2, RunStatus.Succeeded, elapsed: 120), Run(3, RunStatus.Failed, elapsed: 1)];
        Assert.Equal(TimeSpan.FromSeconds(60), State([.. ended, Run(4, RunStatus.Running, elapsed: 40)]).TimeLeft);
        Assert.Equal(TimeSpan.Zero, State([.. ended, Run(4, RunStatus.Running, elapsed: 500)]).TimeLeft);
    }

    [Fact]
    public void Waiting_runs_are_divided_among_as_many_as_are_running()
    {
        // Two of 100 s each: 20 and 60 s are left, and six more take 600 s together.
        Run[] runs = [Run(1, RunStatus.Succeeded, elapsed: 100), Run(2, RunStatus.Running, elapsed: 80), Run(3, RunStatus.Running, elapsed: 40)];
        Assert.Equal(TimeSpan.FromSeconds((20 + 60 + 600) / 2), State(runs, total: 9).TimeLeft);
        Assert.Equal(TimeSpan.FromSeconds(60), State(runs).TimeLeft);
        Assert.Equal(TimeSpan.FromSeconds(300), State([Run(1, RunStatus.Succeeded, elapsed: 100)], total: 4).TimeLeft);
    }

    [Fact]
    public void Nothing_is_estimated_without_an_example_or_after_the_end()
    {
        Assert.Null(State([]).TimeLeft);
        Assert.Null(State([Run(1, RunStatus.Running, elapsed: 10)]).TimeLeft);
        Assert.Null(State([Run(1, RunStatus.Running, elapsed: 10, progress: 0)]).TimeLeft);
        Assert.Null(State([Run(1, RunStatus.Pending)], total: 3).TimeLeft);
        Assert.Null(State([Run(1, RunStatus.Succeeded, elapsed: 10)]).TimeLeft);
    }

    [Fact]
    public void Running_and_failed_runs_are_ranked_by_the_best_value_so_far()
    {
        Run[] runs =
        [
            Run(1, RunStatus.Succeeded, loss: (0.5, 0.4)), Run(2, RunStatus.Running, loss: (0.9, 0.1)), Run(3, RunStatus.Killed, loss: (0.3, 0.3)),
            Run(4, RunStatus.Cancelled, loss: (0, 0)), Run(5, RunStatus.Running),
        ];
        SweepState state = State(runs);
        Assert.Equal(("loss", MetricGoal.Minimize), (state.Metric, state.Goal));
        Assert.Equal(["2", "3", "1"], state.Best.Select(r => r.Id));
    }

    [Fact]
    public void Without_a_goal_nothing_is_ranked()
    {
        SweepState state = State([Run(1, RunStatus.Running, loss: (1, 1), goal: null)]);
        Assert.Equal(("loss", null), (state.Metric, state.Goal));
        Assert.Empty(state.Best);
        Assert.Null(State([Run(1, RunStatus.Running)]).Metric);
    }

    private static SweepState State(Run[] runs, int? total = null) => SweepState.Of(runs, total, null, Now);

    private static Run Run(int number, RunStatus status, double elapsed = 10, double? progress = null, (double Last, double Min)? loss = null, MetricGoal? goal = MetricGoal.Minimize)
    {
        Run made = Made(number, NamedValues.Empty) with
        {
            Id = $"{number}",
            Status = status,
            StartedAt = status == RunStatus.Pending ? null : Now.AddSeconds(-elapsed),
            EndedAt = status is RunStatus.Pending or RunStatus.Running ? null : Now,
            Progress = progress,
        };
        return loss is not { } value ? made : made with
        {
            MetricStatistics = new([KeyValuePair.Create<string, object?>("loss", new Metric
            {
                RunId = made.Id, Key = "loss", Goal = goal, Count = 2, First = 1, Last = value.Last, Min = value.Min, Max = 1,
            })]),
        };
    }
}
