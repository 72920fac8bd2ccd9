using System.Text.Json;
using ExperimentTracker.Json;

namespace ExperimentTracker.Tests.Domain;

public sealed class JsonTextTests
{
    public static TheoryData<object?, string> Known() => new()
    {
        { null, "null" },
        { true, "true" },
        { "a\"b", "\"a\\u0022b\"" },
        { 1L, "1" },
        { long.MaxValue, "9223372036854775807" },
        { 9007199254740993L, "9007199254740993" },
        { 1.0, "1.0" },
        { -0.0, "-0.0" },
        { 0.1, "0.1" },
        { 1e300, "1E+300" },
        { double.NaN, "{\"$real\":\"NaN\"}" },
        { double.NegativeInfinity, "{\"$real\":\"-Infinity\"}" },
        { TimeSpan.FromSeconds(-1.5), "{\"$duration\":\"-00:00:01.5000000\"}" },
        { new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).ToLocalTime(), "{\"$date\":\"2024-01-01T00:00:00.0000000Z\"}" },
        { Array.Empty<object?>(), "[]" },
        { NamedValues.Empty, "{}" },
        { StoreSteps.Named(("B", 1L), ("a", null)), "{\"B\":1,\"a\":null}" },
        { StoreSteps.Named(("$real", "NaN")), "{\"$$real\":\"NaN\"}" },
        { StoreSteps.Named(("$$real", 1L)), "{\"$$$real\":1}" },
        { StoreSteps.Named(("$real", "NaN"), ("x", 1L)), "{\"$real\":\"NaN\",\"x\":1}" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void A_value_is_written_so_and_read_back_with_its_type(object? value, string json)
    {
        Assert.Equal(json, JsonText.Write(value));
        object? read = JsonText.Read(json);
        Assert.Equal(value?.GetType(), read?.GetType());
        if (value is double number) Expect.SameBits([number], [(double)read!]);
        else Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("1.0", 1.0)]
    [InlineData("1e2", 100.0)]
    [InlineData("9223372036854775808", 9223372036854775808.0)]
    [InlineData("12", 12L)]
    public void Numbers_of_other_writers_are_integers_or_doubles_by_their_syntax(string json, object expected) => Assert.Equal(expected, JsonText.Read(json));

    [Theory]
    [InlineData("{\"$date\":\"no date\"}")]
    [InlineData("{\"$real\":5}")]
    [InlineData("{\"$other\":\"x\"}")]
    public void An_object_that_only_looks_like_an_encoded_value_stays_an_object(string json) => Assert.IsType<NamedValues>(JsonText.Read(json));

    [Fact]
    public void Random_values_round_trip()
    {
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            object? value = RandomValue(random, 0);
            object? read = JsonText.Read(JsonText.Write(value));
            Assert.True(Same(value, read), JsonText.Write(value));
        }

        static bool Same(object? a, object? b) => new NamedValues([new("v", a)]).Equals(new NamedValues([new("v", b)]));
    }

    [Fact]
    public void Nesting_ends_at_the_same_depth_for_writing_and_reading()
    {
        Assert.NotNull(JsonText.Read(JsonText.Write(Nest(JsonText.MaxDepth))));
        Expect.Refused("UnsupportedValue", () => JsonText.Write(Nest(JsonText.MaxDepth + 1)));
        Assert.ThrowsAny<JsonException>(() => JsonText.Read(new string('[', 65) + new string(']', 65)));

        static object? Nest(int depth) => depth == 0 ? 1L : new[] { Nest(depth - 1) };
    }

    [Fact]
    public void Records_keep_their_values_through_the_serializer()
    {
        var run = new Run
        {
            Id = "r", ExperimentId = "e", Experiment = "E", Project = "P", Number = 1, Name = "n", Status = RunStatus.Failed,
            CreatedAt = new DateTime(2024, 11, 3, 4, 0, 0, DateTimeKind.Utc).ToLocalTime(), UpdatedAt = DateTime.Now,
            Parameters = StoreSteps.Named(("lr", double.NaN), ("n", 1L), ("r", 1.0), ("none", null)),
            Metrics = StoreSteps.Named(("loss", double.PositiveInfinity)),
            MetricStatistics = StoreSteps.Named(("loss", new Metric { RunId = "r", Key = "loss", Count = 2, Last = double.NaN, Min = -0.0, Mean = double.NegativeInfinity, Goal = MetricGoal.Minimize })),
        };
        Run read = JsonSerializer.Deserialize<Run>(JsonSerializer.Serialize(run))!;
        Assert.Equal(run.Parameters, read.Parameters);
        Assert.Equal(run.Metrics, read.Metrics);
        Assert.Equal(run.MetricStatistics, read.MetricStatistics);
        Assert.Equal(run.CreatedAt.ToUniversalTime(), read.CreatedAt.ToUniversalTime());
        Assert.Equal(run, read);
    }

    private static object? RandomValue(Random random, int depth) => random.Next(depth < 4 ? 10 : 8) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
        4 => (double)random.Next(100),
        5 => RandomText(random),
        6 => new DateTime(random.NextInt64(TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), DateTimeKind.Utc).ToLocalTime(),
        7 => new TimeSpan(random.NextInt64(long.MinValue, long.MaxValue)),
        8 => Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, depth + 1)).ToArray(),
        _ => new NamedValues(Enumerable.Range(0, random.Next(4)).Select(_ => KeyValuePair.Create(RandomText(random), RandomValue(random, depth + 1)))),
    };

    private static string RandomText(Random random) => new([.. Enumerable.Range(0, random.Next(6)).Select(_ => "aB$\"\\\n\u0000é日\u2028{}[]"[random.Next(14)])]);
}
