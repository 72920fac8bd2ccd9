namespace ExperimentTracker.Web.Json;

/// <summary>A part of a text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Length">The number of characters.</param>
internal sealed record TextPlace(int Line, int Column, int Length);
