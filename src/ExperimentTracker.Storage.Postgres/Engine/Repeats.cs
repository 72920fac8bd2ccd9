using System.Diagnostics;
using ExperimentTracker.Contracts.Stores;

namespace ExperimentTracker.Storage.Postgres.Engine;

/// <summary>Repeats work that fails by chance or because the server is away, as long as that can help.</summary>
/// <param name="database">The database, whose errors are reported.</param>
/// <param name="server">The connections to its server.</param>
internal sealed class Repeats(PostgresDatabase database, ServerConnections server)
{
    // More than a few deadlocks in a row are not by chance.
    private const int MostAttempts = 10;

    // A server that was never reached may not exist.
    private static readonly TimeSpan PatienceAtFirst = TimeSpan.FromSeconds(2);

    /// <summary>Runs work until it succeeds.</summary>
    /// <param name="work">The work: all of it, from its transaction's beginning.</param>
    /// <param name="canRepeat">Whether it can be repeated after this error.</param>
    /// <param name="cancellation">Cancels it, and the pauses.</param>
    /// <exception cref="TrackerException">The error, if it cannot be repeated or has been for long enough.</exception>
    public T Run<T>(Func<T> work, Func<Exception, bool> canRepeat, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        bool reported = false;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (cancellation.IsCancellationRequested && e is not TrackerException)
            {
                throw new OperationCanceledException(e.Message, e, cancellation);
            }
            catch (Exception e) when (!database.IsDisposed && canRepeat(e) && IsWorthIt(e, attempt, Stopwatch.GetElapsedTime(started)))
            {
                if (!reported && Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(1))
                {
                    StoreWaits.Report($"Waiting for the server of the store '{database.Path}', which does not answer.");
                    reported = true;
                }

                // Other processes repeat theirs too: the pauses vary.
                cancellation.WaitHandle.WaitOne(Random.Shared.Next(5, 10) << Math.Min(attempt, 7));
            }
            catch (Exception e) when (database.ErrorOf(e) is { } error)
            {
                throw error;
            }
        }
    }

    private bool IsWorthIt(Exception error, int attempt, TimeSpan elapsed) =>
        PostgresErrors.IsLost(error) ? elapsed < (server.IsReached ? database.Options.ServerPatience : PatienceAtFirst) : attempt < MostAttempts;
}
