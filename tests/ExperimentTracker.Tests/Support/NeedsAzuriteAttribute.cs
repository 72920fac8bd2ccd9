namespace ExperimentTracker.Tests.Support;

/// <summary>A class of tests that needs an Azure Blob service, which the tests start. Without its programs, the tests are skipped with the reason.</summary>
public sealed class NeedsAzuriteAttribute() : NeedsAttribute(AzuriteServer.Shared.Obstacle);
