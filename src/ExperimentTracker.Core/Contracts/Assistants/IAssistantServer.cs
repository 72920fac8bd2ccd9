using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Filters;

namespace ExperimentTracker.Contracts.Assistants;

/// <summary>Serves a store to assistants by the Model Context Protocol: tools that read, and none that writes.</summary>
public interface IAssistantServer
{
    /// <summary>Serves one client over two streams, such as standard input and output, until the input ends.</summary>
    /// <param name="source">What is served.</param>
    /// <param name="input">The messages of the client.</param>
    /// <param name="output">Receives the messages for the client.</param>
    /// <param name="cancellation">Ends serving.</param>
    Task ServeAsync(AssistantSource source, Stream input, Stream output, CancellationToken cancellation);

    /// <summary>Answers one message that was posted over HTTP. Nothing is kept between two messages.</summary>
    /// <param name="source">What is served.</param>
    /// <param name="message">The message: JSON.</param>
    /// <param name="output">Receives the answer: server-sent events.</param>
    /// <param name="cancellation">Ends answering.</param>
    /// <returns>Whether there is an answer: a notification has none.</returns>
    /// <exception cref="FormatException">The bytes are not a message.</exception>
    Task<bool> AnswerAsync(AssistantSource source, ReadOnlyMemory<byte> message, Stream output, CancellationToken cancellation);
}

/// <summary>What is served to an assistant.</summary>
public sealed record AssistantSource
{
    /// <summary>Returns the store, opened again if it was replaced.</summary>
    public required Func<CancellationToken, IExperimentStore> Store { get; init; }

    /// <summary>The language of filters; <see langword="null"/> for none.</summary>
    public IRunFilterLanguage? Filters { get; init; }

    /// <summary>The version of the module.</summary>
    public string ModuleVersion { get; init; } = "";
}
