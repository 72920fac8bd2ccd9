using System.Data.Common;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>An advisory lock that is held by the open transaction of a connection of its own. Disposing releases it before it returns.</summary>
internal sealed class HeldLock(PostgresConnection connection) : IDisposable
{
    public void Dispose()
    {
        try
        {
            // The server notices that a connection is closed only later.
            using NpgsqlCommand end = connection.Inner.CreateCommand();
            end.CommandText = "ROLLBACK";
            end.ExecuteNonQuery();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            // The connection was lost, and with it the lock.
        }
        finally
        {
            connection.Dispose();
        }
    }
}
