namespace ExperimentTracker.Tests.Support;

/// <summary>A class of tests that needs an S3 service, which the tests start. Without its programs, the tests are skipped with the reason.</summary>
public sealed class NeedsMotoAttribute() : NeedsAttribute(MotoServer.Shared.Obstacle);
