namespace ExperimentTracker.Binding;

/// <summary>Reads a value.</summary>
/// <returns><see langword="null"/>, or the reason why the value is refused, with what would be right.</returns>
internal delegate string? ValueReader<T>(object? value, out T result);
