using System.Text.Json;
using ExperimentTracker.Interop.Json;
using ExperimentTracker.Interop.Protobuf;
using ExperimentTracker.Interop.Reading;

namespace ExperimentTracker.Interop.Wandb;

/// <summary>The small messages that occur in many of W&amp;B's records.</summary>
internal static class Items
{
    /// <summary>Reads an item: a name, or a path of names, and a value as JSON.</summary>
    public static void Read(ReadOnlySpan<byte> message, List<KeyValuePair<string, JsonElement>> into)
    {
        string name = "", json = "null";
        List<string>? nested = null;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            // The value of a statistic has the number 16 as well.
            if (reader.Field == 1) name = reader.String();
            else if (reader.Field == 2 && reader.IsPacked) (nested ??= []).Add(reader.String());
            else if (reader.Field == 16) json = reader.String();
            else reader.Skip();
        }

        try
        {
            into.Add(KeyValuePair.Create(nested is null ? name : string.Join('.', nested), PythonJson.Parse(json)));
        }
        catch (JsonException e)
        {
            throw new ByteFormatException($"the value of '{ForeignNames.Valid(name)}' is not JSON ({e.Message})");
        }
    }

    /// <summary>The items of a message that has nothing else of interest: of a configuration or a summary.</summary>
    public static List<KeyValuePair<string, JsonElement>> All(ReadOnlySpan<byte> message)
    {
        var items = new List<KeyValuePair<string, JsonElement>>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) Read(reader.Bytes(), items);
            else reader.Skip();
        }

        return items;
    }

    /// <summary>A string of a message; <c>''</c> when it has none.</summary>
    public static string Text(ReadOnlySpan<byte> message, int field)
    {
        string text = "";
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field) text = reader.String();
            else reader.Skip();
        }

        return text;
    }

    /// <summary>An integer of a message.</summary>
    public static long? Integer(ReadOnlySpan<byte> message, int field)
    {
        long? integer = null;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field) integer = reader.Int64();
            else reader.Skip();
        }

        return integer;
    }

    /// <summary>A <c>google.protobuf.Timestamp</c>: seconds since 1970, and nanoseconds.</summary>
    public static DateTime? Time(ReadOnlySpan<byte> message)
    {
        long seconds = Integer(message, 1) ?? 0, nanoseconds = Integer(message, 2) ?? 0;
        return nanoseconds is >= 0 and < 1_000_000_000 && ForeignTimes.FromSeconds(seconds) is { } whole ? whole.AddTicks(nanoseconds / 100) : null;
    }
}
