using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Stores;

namespace ExperimentTracker.Sessions;

/// <summary>
/// Stores on this machine for runs whose store on a server could not be reached: one for each store, in a folder of the user. Its <c>store.json</c> names the store
/// that its runs are delivered to. Nothing else is in it, so it can be deleted as a whole once all its runs are delivered.
/// </summary>
internal static class OfflineStores
{
    private const string Variable = "EXPERIMENT_OFFLINE";
    private const string Automatic = "auto";

    // So that the runs of a sweep do not all wait for the same server.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<StoreAddress, long> Unreachable = [];

    private static string? Setting => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? text : null;

    /// <summary>Whether runs are created offline without <c>-Offline</c>.</summary>
    public static bool IsAutomatic => Setting is not null;

    /// <summary>The address of the store that could not be reached; <see langword="null"/> if that is not the error.</summary>
    public static StoreAddress? UnreachableBy(TrackerException error) =>
        error is { ErrorId: "StoreUnreachable", Target: string text } && StoreAddress.IsServerUrl(text) ? StoreAddress.Parse(text, isFound: true) : null;

    /// <summary>Whether the server of a store could not be reached within the last minute, so that it is not tried again.</summary>
    public static bool WasUnreachable(StoreAddress address) => Unreachable.TryGetValue(address, out long at) && Stopwatch.GetElapsedTime(at) < Pause;

    /// <summary>Opens the offline store for a store on a server whose server cannot be reached, or creates it.</summary>
    /// <exception cref="TrackerException"><c>OfflineFolderInvalid</c>, and the errors of creating a store.</exception>
    public static IExperimentStore Open(StoreAddress intended, CancellationToken cancellation)
    {
        string folder = Path.Combine(Root(), NameOf(intended));
        IExperimentStore store = OpenStores.Get(StoreAddress.OfFolder(folder), StoreOpening.OrCreate, cancellation);
        try
        {
            StorePointer.Write(folder, intended);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unavailable(folder, e);
        }

        if (!WasUnreachable(intended)) Unreachable[intended] = Stopwatch.GetTimestamp();
        return store;
    }

    /// <summary>Tries the server of a store again from now on.</summary>
    public static void Reached(StoreAddress address) => Unreachable.TryRemove(address, out _);

    /// <summary>The folders of the offline stores for a store on a server, whichever user they were written for.</summary>
    /// <exception cref="TrackerException"><c>OfflineFolderInvalid</c> or <c>StorePointerInvalid</c>.</exception>
    public static IReadOnlyList<string> FoldersFor(StoreAddress intended)
    {
        string root = Root(), name = NameOf(intended);
        if (!Directory.Exists(root)) return [];
        return [.. Directory.EnumerateDirectories(root, name + "*").Where(folder => StorePointer.Find(folder) is { } recorded && NameOf(recorded) == name).Order(StringComparer.Ordinal)];
    }

    /// <summary>Renames the folder of an offline store that is closed, so that no process begins a run in it.</summary>
    /// <returns>The new path. What is left there is found by <see cref="FoldersFor"/>.</returns>
    /// <exception cref="TrackerException"><c>StoreUnavailable</c>: another program has files of it open.</exception>
    public static string SetAside(string folder)
    {
        string aside = Path.Combine(Path.GetDirectoryName(folder)!, $"{Path.GetFileName(folder).Split('.')[0]}.{Guid.NewGuid():N}");
        return Changed(folder, () => Directory.Move(folder, aside), aside);
    }

    /// <summary>Deletes an offline store that is closed.</summary>
    /// <exception cref="TrackerException"><c>StoreUnavailable</c>.</exception>
    public static void Delete(string folder) => Changed(folder, () => Directory.Delete(folder, recursive: true), folder);

    private static string Changed(string folder, Action change, string result)
    {
        try
        {
            change();
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unavailable(folder, e);
        }
    }

    private static string Root()
    {
        if (Setting is { } setting && setting != Automatic) return Path.IsPathFullyQualified(setting) ? setting : throw FolderInvalid(setting);
        string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0 ? Path.Combine(data, "ExperimentTracker", "offline") : throw FolderInvalid("");
    }

    // Two stores on one server can have names that differ only in characters that a file name cannot have.
    private static string NameOf(StoreAddress address)
    {
        string place = FormattableString.Invariant($"{address.Host}:{address.Port}/{address.Database}?{address.Schema}");
        string readable = string.Concat($"{address.Host}-{address.Database}-{address.Schema}".Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '-'));
        return $"{readable[..Math.Min(readable.Length, 80)]}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..12].ToLowerInvariant()}";
    }

    private static TrackerException FolderInvalid(string setting) => new(
        "OfflineFolderInvalid", TrackerErrorKind.InvalidArgument, setting,
        $"Offline runs need a folder: $env:{Variable} is '{setting}'. Set it to {Automatic}, for a folder in the user's data, or to the full path of a folder on a disk of this machine.");
}
