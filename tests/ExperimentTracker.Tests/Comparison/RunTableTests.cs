using ExperimentTracker.Comparison;
using ExperimentTracker.Rules;
using static ExperimentTracker.Tests.Support.MadeRuns;
using static ExperimentTracker.Stress.StoreSteps;

namespace ExperimentTracker.Tests.Comparison;

public sealed class RunTableTests
{
    private const int OwnColumns = 16;

    [Fact]
    public void All_rows_have_the_columns_of_all_runs()
    {
        var table = RunTable.Of([Made(1, Named(("lr", 0.1)), Named(("quick", null))), Made(2, Named(("LR", 1L), ("a", "x")), null, SeriesOf("m", null, 5))]);
        Assert.Equal(
            ["Id", "Uid", "Path", "Project", "Experiment", "Namespace", "Trial", "Name", "Status", "CreatedAt", "StartedAt", "EndedAt", "Duration", "ErrorMessage", "ParentRunId", "Host", "param.a", "param.lr", "metric.m", "tag.quick"],
            table.Columns);
        IReadOnlyList<object?>[] rows = [.. table.Rows];
        Assert.Equal(["id-1", "001", "iris/001", "default", "iris"], rows[0].Take(5));
        Assert.Equal([null, 0.1, null, true], rows[0].Skip(OwnColumns));
        Assert.Equal(["x", 1L, 5.0, null], rows[1].Skip(OwnColumns));
    }

    [Fact]
    public void A_parameter_a_metric_and_a_tag_of_one_name_stay_apart()
    {
        Run run = Made(1, Named(("loss", 1L), ("Name", "p"), ("metric.loss", 2L)), Named(("LOSS", "t"), ("own", "o")), SeriesOf("loss", null, 3), SeriesOf("Status", null, 4));
        Assert.Equal(["param.loss", "param.metric.loss", "param.Name", "metric.loss", "metric.Status", "tag.LOSS", "tag.own"], Added(run, shortNames: false));
        Assert.Equal(["param.loss", "param.metric.loss", "param.Name", "metric.loss", "metric.Status", "tag.LOSS", "own"], Added(run, shortNames: true));
    }

    [Fact]
    public void Nested_values_are_columns_and_lists_are_JSON()
    {
        Run run = Made(1, Named(("o", Named(("lr", 0.1), ("layers", new object?[] { 1L, "a", null }))), ("none", NamedValues.Empty)));
        Assert.Equal(["param.none", "param.o.layers", "param.o.lr"], Added(run, shortNames: false));
        Assert.Equal(["{}", "[1,\"a\",null]", 0.1], RunTable.Of([run]).Rows.Single().Skip(OwnColumns));
    }

    [Fact]
    public void No_column_is_duplicated_for_any_names()
    {
        var random = new Random(3);
        string[] names = ["a", "A", "tag.a", "param.a", "metric.a", "a.b", "name", "Status", "é", "É", "a (2)", "param.metric.a"];
        for (int i = 0; i < 300; i++)
        {
            Run[] runs = [.. Enumerable.Range(0, 3).Select(n => Made(
                n, Some(_ => random.Next(3) == 0 ? Named(("b", 1L), ("(2)", 2L)) : 1L), Some(_ => "t"), [.. Some(_ => null).Pairs.Select(p => SeriesOf(p.Key, null, 1))]))];
            foreach (bool shortNames in new[] { false, true })
            {
                var table = RunTable.Of(runs, shortNames);
                Assert.Distinct(table.Columns.Select(Names.Fold));
                Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count));
                Assert.Equal(runs.Sum(r => FlatValues.Of(r.Parameters).Count() + r.Metrics.Count + r.Tags.Count), table.Rows.Sum(row => row.Skip(OwnColumns).Count(v => v is not null)));
            }
        }

        NamedValues Some(Func<string, object?> value) => Named([.. names.Where(_ => random.Next(3) == 0).Select(n => (n, value(n)))]);
    }

    private static IEnumerable<string> Added(Run run, bool shortNames) => RunTable.Of([run], shortNames).Columns.Skip(OwnColumns);
}
