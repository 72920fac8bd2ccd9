using System.Text.Json;

namespace ExperimentTracker.Tests.Web;

/// <summary>Reads answers of the API.</summary>
public static class JsonReading
{
    /// <summary>The member at a path such as <c>run.metrics.loss</c>.</summary>
    public static JsonElement At(this JsonElement element, string path) => path.Split('.').Aggregate(element, (at, name) => at.GetProperty(name));

    /// <summary>The items of a list.</summary>
    public static JsonElement[] Items(this JsonElement element, string path) => [.. element.At(path).EnumerateArray()];

    /// <summary>The strings that the items of a list have as a member.</summary>
    public static string[] Texts(this JsonElement element, string list, string member) => [.. element.Items(list).Select(item => item.At(member).ToString())];
}
