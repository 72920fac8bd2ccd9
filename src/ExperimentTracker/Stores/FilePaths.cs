using System.Management.Automation;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Rules;

namespace ExperimentTracker.Stores;

/// <summary>Converts PowerShell paths to full paths of the file system. The current directory of the process is not the current location of the user.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>
    /// The address of a store: of a server as it is given, or of a folder. A relative path is resolved against the current location in the file system, whatever the provider of <c>$PWD</c>
    /// is.
    /// </summary>
    /// <exception cref="TrackerException"><c>StorePathInvalid</c>, <c>StoreAddressInvalid</c> or <c>StoreAddressHasPassword</c>.</exception>
    public static StoreAddress OfStore(SessionView session, string path)
    {
        if (StoreAddress.IsServerUrl(path)) return StoreAddress.Parse(path);
        if (OutsideOfProviders(session, path) is { } rooted) return StoreAddress.OfFolder(rooted);
        try
        {
            // The home folder is that of the file system, whatever the provider of $PWD is.
            string asked = path is ['~'] or ['~', '/' or '\\', ..] ? $"{FileSystem}::{path}" : path;
            string full = session.Path.GetUnresolvedProviderPathFromPSPath(asked, out ProviderInfo provider, out PSDriveInfo? drive);
            if (provider.Name == FileSystem) return StoreAddress.OfFolder(full);
            if (drive is null || !path.StartsWith(drive.Name + ":", StringComparison.OrdinalIgnoreCase))
            {
                if (session.Folder is { } here) return StoreAddress.OfFolder(Path.GetFullPath(path, here));
            }
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or PSInvalidOperationException)
        {
            // The same error is thrown below.
        }

        // An address of another kind of server could contain a password, so it is not shown.
        throw StoreAddress.IsUrl(path) ? AddressErrors.UnknownScheme(path[..path.IndexOf(':', StringComparison.Ordinal)]) : StoreErrors.NotFileSystem(path);
    }

    /// <summary>The full path of an item that need not exist; without wildcards.</summary>
    /// <exception cref="TrackerException"><c>PathNotFileSystem</c>.</exception>
    public static string Literal(SessionView session, string path)
    {
        if (StoreAddress.IsServerUrl(path)) throw AddressErrors.NotAPath();
        if (OutsideOfProviders(session, path) is { } rooted) return rooted;
        try
        {
            string full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == FileSystem ? full : throw NotFileSystem(path, provider.Name);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw NotFileSystem(path, "unknown");
        }
    }

    /// <summary>The full paths that a path with wildcards matches.</summary>
    /// <exception cref="TrackerException"><c>FileNotFound</c> or <c>PathNotFileSystem</c>.</exception>
    public static IReadOnlyList<string> Resolve(SessionView session, string path)
    {
        if (StoreAddress.IsServerUrl(path)) throw AddressErrors.NotAPath();
        if (!WildcardPattern.ContainsWildcardCharacters(path) || OutsideOfProviders(session, path) is not null) return [Literal(session, path)];
        try
        {
            IReadOnlyList<string> found = session.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            if (provider.Name != FileSystem) throw NotFileSystem(path, provider.Name);
            return found.Count > 0 ? found : throw ArtifactErrors.FileNotFound(path);
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw ArtifactErrors.FileNotFound(path);
        }
    }

    // A session with few capabilities, as in JEA, can lack the file system provider. There a full path is one of .NET, and has no wildcards.
    private static string? OutsideOfProviders(SessionView session, string path) =>
        Path.IsPathFullyQualified(path) && !session.HasFileSystem ? Path.GetFullPath(path) : null;

    private static TrackerException NotFileSystem(string path, string provider) => new(
        "PathNotFileSystem", TrackerErrorKind.InvalidArgument, path,
        $"'{path}' is a path of the {provider} provider and not of the file system. Give a full path, or change to a folder with Set-Location.");
}
