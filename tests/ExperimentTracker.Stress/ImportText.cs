using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ExperimentTracker.Stress;

/// <summary>Generates files to import: changed exports, generated records and ledgers, and damaged bytes.</summary>
public static class ImportText
{
    private const int DeepNesting = 10_000;
    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 200, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <param name="random">The source of randomness.</param>
    /// <param name="export">A valid export.</param>
    public static byte[] Generate(Random random, string export)
    {
        JsonNode document = random.Next(3) switch
        {
            0 => JsonNode.Parse(export)!,
            1 => Records(random),
            _ => Ledger(random),
        };
        for (int changes = random.Next(4); changes > 0; changes--) Change(document, random);
        string text = document.ToJsonString(Options);
        text = random.Next(12) switch
        {
            0 => text.Replace(random.OneOf<string>(["\"name\"", "\"Name\"", "\"status\"", "\"a\""]), "\"x\\ud800\"", StringComparison.Ordinal),
            1 => text.Replace("null", new string('[', DeepNesting) + new string(']', DeepNesting), StringComparison.Ordinal),
            2 => text.Insert(random.Next(text.Length), random.OneOf<string>([",", "}", "\"", "\\", "\0", "NaN", "1e999", "{\"a\":", "[[[["])),
            3 => text[..random.Next(text.Length)],
            _ => text,
        };
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(10) == 0 && bytes.Length > 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    private static JsonObject Records(Random random)
    {
        string[] experiments = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => Known(random, "e", i))];
        string[] runs = [.. Enumerable.Range(0, random.Next(5)).Select(i => Known(random, "r", i))];
        var document = new JsonObject
        {
            ["experiments"] = List(experiments.Length, i => new()
            {
                ["experiment_id"] = experiments[i], ["name"] = Text(random), ["created_at"] = Time(random), ["config"] = Value(random, 0),
            }),
            ["runs"] = List(runs.Length, i => new()
            {
                ["run_id"] = runs[i], ["experiment_id"] = random.OneOf(experiments), ["status"] = random.OneOf<string>(["Success", "failed", "RUNNING", "done", "splendid", "Pending"]),
                ["started_at"] = Time(random), ["ended_at"] = Time(random), ["renacer_span_id"] = Text(random), ["note"] = Value(random, 0),
            }),
        };
        if (runs.Length == 0) return document;
        document["metrics"] = List(random.Next(8), _ => new()
        {
            ["run_id"] = random.OneOf(runs), ["key"] = Text(random), ["step"] = random.OneOf(HostileValues.Numbers), ["value"] = Number(random), ["timestamp"] = Time(random),
        });
        document["artifacts"] = List(random.Next(4), _ => new()
        {
            ["run_id"] = random.OneOf(runs), ["key"] = Text(random), ["size_bytes"] = random.OneOf(HostileValues.Numbers), ["cas_hash"] = random.Next(4) == 0 ? Text(random) : "sha256:" + new string('a', 64),
        });
        return document;
    }

    private static JsonObject Ledger(Random random)
    {
        var document = new JsonObject();
        for (int i = random.Next(4); i > 0; i--)
        {
            var places = new JsonObject();
            for (int j = random.Next(3); j > 0; j--) places[random.Next(3) == 0 ? "" : Text(random)] = Runs(random);
            document[Text(random)] = places;
        }

        return document;
    }

    private static JsonObject Runs(Random random)
    {
        var runs = new JsonObject();
        for (int i = random.Next(4); i > 0; i--)
        {
            string uid = random.Next(6) == 0 ? random.OneOf(HostileValues.Numbers).ToString(CultureInfo.InvariantCulture) : random.Next(1200).ToString("000", CultureInfo.InvariantCulture);
            runs[uid] = new JsonObject
            {
                ["status"] = random.OneOf<string>(["done", "running", "pending", "error", "gone"]),
                ["param_hash"] = random.OneOf(HostileValues.Numbers),
                ["files"] = new JsonObject { [Text(random)] = Text(random) },
                ["timestamp_status_lst"] = new JsonArray(new JsonArray(Time(random), "pending"), new JsonArray(Time(random), "running")),
            };
        }

        return runs;
    }

    // Replaces a value, removes or duplicates a member, or swaps lists.
    private static void Change(JsonNode document, Random random)
    {
        JsonNode at = document;
        for (int depth = random.Next(1, 9); depth > 0; depth--)
        {
            JsonNode? next = at switch
            {
                JsonObject { Count: > 0 } map => map.ElementAt(random.Next(map.Count)).Value,
                JsonArray { Count: > 0 } list => list[random.Next(list.Count)],
                _ => null,
            };
            if (next is not (JsonObject or JsonArray)) break;
            at = next;
        }

        switch (at)
        {
            case JsonObject { Count: > 0 } map when random.Next(5) == 0: map.Remove(map.ElementAt(random.Next(map.Count)).Key); break;
            case JsonObject { Count: > 0 } map:
                (string name, JsonNode? value) = map.ElementAt(random.Next(map.Count));
                map[name] = random.Next(3) == 0 ? Value(random, 0) : OfSameKind(value, random);
                break;
            case JsonArray { Count: > 0 } list when random.Next(3) == 0: list.RemoveAt(random.Next(list.Count)); break;
            case JsonArray { Count: > 0 } list when random.Next(2) == 0: list.Add(list[random.Next(list.Count)]?.DeepClone()); break;
            case JsonArray { Count: > 0 } list:
                int index = random.Next(list.Count);
                list[index] = random.Next(3) == 0 ? Value(random, 0) : OfSameKind(list[index], random);
                break;
        }
    }

    // Another value of the same kind, so that its kind is not the reason for an error.
    private static JsonNode? OfSameKind(JsonNode? value, Random random) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => random.Next(3) == 0 ? Number(random) : random.OneOf(HostileValues.Numbers),
        JsonValueKind.String => random.Next(3) == 0 ? Time(random) : Text(random),
        JsonValueKind.True => false,
        JsonValueKind.Null or null => Text(random),
        JsonValueKind.Object => Map(random, 1),
        _ => value.DeepClone(),
    };

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 3 ? 6 : 9) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.OneOf(HostileValues.Numbers),
        3 => Number(random),
        4 => Text(random),
        5 => Time(random),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
        7 => Nested(random.Next(60, 75)),
        _ => Map(random, depth),
    };

    private static JsonObject Map(Random random, int depth)
    {
        var map = new JsonObject();
        for (int i = random.Next(4); i > 0; i--)
        {
            string name = random.OneOf<string>(["a", "A", "$date", "$real", "$duration", "$metric", "$$date", "run_id", "Id", Text(random)]);
            map[name] = Value(random, depth + 1);
        }

        return map;
    }

    private static JsonNode Nested(int depth)
    {
        JsonNode nested = JsonValue.Create(1);
        for (int i = 0; i < depth; i++) nested = new JsonArray(nested);
        return nested;
    }

    private static JsonArray List(int count, Func<int, JsonObject> make) => new([.. Enumerable.Range(0, count).Select(i => (JsonNode)make(i))]);

    private static string Known(Random random, string kind, int number) => random.Next(10) == 0 ? Text(random) : FormattableString.Invariant($"{kind}{number + random.Next(2)}");

    private static string Text(Random random) => random.Next(8) switch
    {
        0 => random.OneOf(HostileValues.NoNames),
        1 or 2 => random.OneOf(HostileValues.Texts),
        _ => FormattableString.Invariant($"name {random.Next(6)}"),
    };

    private static JsonNode Number(Random random) => random.Next(2) == 0 ? random.NextDouble() * 100 : random.OneOf(HostileValues.Reals) is var real && double.IsFinite(real) ? real : real.ToString("R", CultureInfo.InvariantCulture);

    private static string Time(Random random) => random.Next(3) == 0 ? random.OneOf(HostileValues.Timestamps) : FormattableString.Invariant($"2024-05-{random.Next(1, 29):00}T1{random.Next(9)}:00:00Z");
}
