using System.Text.Json;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Values;

namespace ExperimentTracker.Stores;

/// <summary>
/// The file <c>.experiments/store.json</c>, which names the store on a server that a folder and those below it use: <c>{ "store": "postgres://…" }</c>. It is
/// meant to be in a repository, so it has no password, and chooses nothing that the user must trust.
/// </summary>
internal static class StorePointer
{
    private const string FileName = "store.json";
    private const string Property = "store";
    private const int LongestFile = 16 * 1024;

    /// <summary>Returns the address that the file in a folder names; <see langword="null"/> if there is no such file.</summary>
    /// <exception cref="TrackerException"><c>StorePointerInvalid</c>, <c>StoreAddressHasPassword</c> or <c>StoreAccessDenied</c>.</exception>
    public static StoreAddress? Find(string folder)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>Writes the file, unless it exists.</summary>
    public static void Write(string folder, StoreAddress address)
    {
        string path = Path.Combine(folder, FileName);
        if (File.Exists(path)) return;
        string draft = $"{path}.{Guid.NewGuid():N}";
        PrivateFiles.Write(draft, JsonSerializer.Serialize(new Dictionary<string, string> { [Property] = address.Text }));
        File.Move(draft, path, overwrite: true);
    }

    private static StoreAddress Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LongestFile) throw AddressErrors.PointerInvalid(path, "It is too long.");
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path).AsMemory());
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.EnumerateObject().ToList() is [{ Name: Property, Value.ValueKind: JsonValueKind.String } only]
                ? StoreAddress.Parse(only.Value.GetString()!, isFound: true)
                : throw AddressErrors.PointerInvalid(path, $"It is not an object with the one property {Property}, a string.");
        }
        catch (JsonException e)
        {
            // The message of the exception can contain text of the file.
            throw AddressErrors.PointerInvalid(path, $"It is not JSON (line {e.LineNumber + 1}).");
        }
        catch (TrackerException e) when (e.ErrorId == "StoreAddressHasPassword")
        {
            throw AddressErrors.PointerHasPassword(path, e);
        }
        catch (TrackerException e) when (e.ErrorId == "StoreAddressInvalid")
        {
            throw AddressErrors.PointerInvalid(path, e.Message, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw StoreErrors.AccessDenied(path, e);
        }
        catch (IOException e)
        {
            throw AddressErrors.PointerInvalid(path, e.Message, e);
        }
    }
}
