using System.Data.Common;
using Npgsql;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>An advisory lock that is held by the open transaction of a connection of its own. Disposing releases it before it returns.</summary>
/// <param name="connection">The connection.</param>
/// <param name="released">Called when it is released.</param>
internal sealed class HeldLock(PostgresConnection connection, Action<HeldLock>? released = null) : IDisposable
{
    private int isReleased;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isReleased, 1) == 1) return;
        released?.Invoke(this);
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
