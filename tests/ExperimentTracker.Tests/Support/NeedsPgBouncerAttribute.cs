namespace ExperimentTracker.Tests.Support;

/// <summary>A class of tests that needs PgBouncer before a PostgreSQL server. Without their programs, the tests are skipped with the reason.</summary>
public sealed class NeedsPgBouncerAttribute() : NeedsAttribute(PgBouncer.Obstacle);
