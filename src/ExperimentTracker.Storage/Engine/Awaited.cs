namespace ExperimentTracker.Storage.Engine;

/// <summary>
/// The result of a query that is sent with the next one, in one message: on a server, several of them take one trip. Its statement sees what the statements before
/// it have written, wherever the value is used.
/// </summary>
internal sealed class Awaited<T>
{
    private readonly Action? send;
    private T? value;

    /// <summary>A result that is there.</summary>
    public Awaited(T value) => (this.value, IsThere) = (value, true);

    /// <param name="send">Sends the query; the result is there afterwards.</param>
    public Awaited(Action send) => this.send = send;

    /// <summary>Whether the result is there.</summary>
    public bool IsThere { get; private set; }

    /// <summary>The result.</summary>
    public T Value
    {
        get
        {
            if (!IsThere) send!();
            return value!;
        }
    }

    /// <summary>Sets the result.</summary>
    public void Set(T result) => (value, IsThere) = (result, true);
}
