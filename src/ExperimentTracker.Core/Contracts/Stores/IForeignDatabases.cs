using System.Data.Common;

namespace ExperimentTracker.Contracts.Stores;

/// <summary>Connects to databases of other programs on the servers that a storage engine knows, to import from them.</summary>
public interface IForeignDatabases
{
    /// <summary>Opens a connection. The login comes from where that of a store comes from.</summary>
    /// <param name="address">The address of the database.</param>
    /// <param name="cancellation">Cancels connecting.</param>
    /// <returns>The connection, which belongs to the caller.</returns>
    /// <exception cref="TrackerException"><c>StoreUnreachable</c> or <c>StoreLoginFailed</c>.</exception>
    DbConnection OpenDatabase(StoreAddress address, CancellationToken cancellation);
}
