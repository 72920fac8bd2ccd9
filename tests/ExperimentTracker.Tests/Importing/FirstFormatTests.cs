using System.Text.Json;
using ExperimentTracker.Transfer;
namespace ExperimentTracker.Tests.Importing;

/// <summary>An export in the first format, which lists no fields, can be imported. A new export of the result has all of its fields.</summary>
public sealed class FirstFormatTests : IDisposable
{
    private static readonly string Export = Path.Combine(AppContext.BaseDirectory, "Importing", "export-1.json");

    // Data about the export itself, and the location of blobs in a store that has them.
    private static readonly string[] Own = ["StoreId", "StoreCreatedAt", "ExportedAt", "Location"];

    private readonly TempFolder folder = new();
    private readonly StoreUnderTest underTest = StoreUnderTest.InMemory();

    public void Dispose()
    {
        folder.Dispose();
        underTest.Dispose();
    }

    [Fact]
    public void Each_of_its_fields_is_exported_again()
    {
        using (ITransferSource source = ImportSource.Open(Export)) Assert.Empty(underTest.Store.Transfer.Merge(source, preview: false, null, Expect.None).Conflicts);
        string path = folder.Sub("again.json");
        using (ITransferSource source = underTest.Store.Transfer.AsSource(Expect.None)) StoreExport.ToFile(source, path, replace: false, null, Expect.None);
        using JsonDocument before = JsonDocument.Parse(File.ReadAllBytes(Export)), after = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Empty(Lost(before.RootElement, after.RootElement, "$"));
        Assert.True(Count(before.RootElement) > 200);
    }

    private static IEnumerable<string> Lost(JsonElement before, JsonElement after, string at)
    {
        if (before.ValueKind != after.ValueKind) return [$"{at}: {before} became {after}"];
        return before.ValueKind switch
        {
            JsonValueKind.Object => before.EnumerateObject().Where(p => !Own.Contains(p.Name)).SelectMany(p =>
                after.TryGetProperty(p.Name, out JsonElement there) ? Lost(p.Value, there, $"{at}.{p.Name}") : [$"{at}.{p.Name} is missing"]),
            JsonValueKind.Array when before.GetArrayLength() == after.GetArrayLength() =>
                before.EnumerateArray().Zip(after.EnumerateArray()).SelectMany((pair, i) => Lost(pair.First, pair.Second, $"{at}[{i}]")),
            _ => before.GetRawText() == after.GetRawText() ? [] : [$"{at}: {before} became {after}"],
        };
    }

    private static int Count(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Sum(p => Count(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Sum(Count),
        _ => 1,
    };
}
