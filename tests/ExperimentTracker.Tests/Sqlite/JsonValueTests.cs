using System.Text.Json;
using ExperimentTracker.Storage.Engine;

namespace ExperimentTracker.Tests.Sqlite;

/// <summary>JSON that is written without a serializer is what System.Text.Json writes, as stores have it.</summary>
public sealed class JsonValueTests
{
    public static TheoryData<ProcessIdentity> Processes => new()
    {
        new ProcessIdentity { Id = 1 },
        new ProcessIdentity { Id = int.MaxValue, StartedAt = new DateTime(2026, 3, 29, 2, 30, 0, DateTimeKind.Local).AddTicks(1), BootId = "b-1", PidNamespace = "pid:[4026531836]" },
        new ProcessIdentity { Id = 7, StartedAt = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), BootId = "\"<é\u2028>\\", PidNamespace = "" },
    };

    [Theory]
    [MemberData(nameof(Processes))]
    public void A_process_is_written_and_read_as_a_serializer_does(ProcessIdentity process)
    {
        string expected = JsonSerializer.Serialize(process);
        Assert.Equal(expected, ProcessJson.Write(process));
        Assert.Equal(JsonSerializer.Deserialize<ProcessIdentity>(expected), ProcessJson.Read(expected));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"Id":"1"}""")]
    [InlineData("""{"Id":1.5}""")]
    [InlineData("""{"Id":1,"StartedAt":"yesterday"}""")]
    [InlineData("""{"Id":1,"BootId":2}""")]
    [InlineData("""{"Id":1""")]
    public void A_damaged_process_is_refused(string json) =>
        Assert.True(Record.Exception(() => ProcessJson.Read(json)) is JsonException or FormatException or InvalidOperationException);

    [Fact]
    public void A_list_is_written_as_a_serializer_does()
    {
        string[] texts = ["", "a-1_b.c/d:e", "\"", "\\", "é", "<&>", "\u2028", "\ud83d\ude00", "\0\n"];
        Assert.Equal(JsonSerializer.Serialize(texts), SqlList.Of(texts).ToJson());
        Assert.Equal(JsonSerializer.Serialize(new long[] { 0, -1, long.MaxValue, long.MinValue }), SqlList.Of(new long[] { 0, -1, long.MaxValue, long.MinValue }).ToJson());
        Assert.Equal("[]", SqlList.Of(Array.Empty<string>()).ToJson());
    }
}
