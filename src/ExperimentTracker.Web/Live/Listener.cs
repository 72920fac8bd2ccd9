using System.Threading.Channels;
using ExperimentTracker.Web.Http;

namespace ExperimentTracker.Web.Live;

/// <summary>One connection that receives events. If it reads too slowly, it misses some, and is told to read the state again.</summary>
internal sealed class Listener
{
    private const int MostWaiting = 64;

    private readonly Channel<ReadOnlyMemory<byte>> waiting = Channel.CreateBounded<ReadOnlyMemory<byte>>(MostWaiting);
    private volatile bool hasMissed;

    /// <summary>Adds an event to those that are sent.</summary>
    public void Send(ReadOnlyMemory<byte> text)
    {
        if (!waiting.Writer.TryWrite(text)) hasMissed = true;
    }

    /// <summary>Ends the connection after the events that wait.</summary>
    public void Close() => waiting.Writer.TryComplete();

    /// <summary>Sends events until the connection ends.</summary>
    /// <param name="writer">Writes to the connection.</param>
    /// <param name="state">Returns the event that tells a client to read everything again.</param>
    /// <param name="stopping">Is cancelled when the server stops.</param>
    public async Task ServeAsync(ReplyWriter writer, Func<ReadOnlyMemory<byte>> state, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task closed = CloseWithAsync(writer, end.Token);
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
            {
                while (waiting.Reader.TryRead(out ReadOnlyMemory<byte> text)) if (!hasMissed) await writer.WriteAsync(text).ConfigureAwait(false);
                if (!hasMissed) continue;
                hasMissed = false;
                await writer.WriteAsync(state()).ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await closed.ConfigureAwait(false);
        }
    }

    private async Task CloseWithAsync(ReplyWriter writer, CancellationToken cancellation)
    {
        await writer.WhenClosedAsync(cancellation).ConfigureAwait(false);
        Close();
    }
}
