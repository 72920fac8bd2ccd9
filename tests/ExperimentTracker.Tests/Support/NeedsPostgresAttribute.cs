namespace ExperimentTracker.Tests.Support;

/// <summary>A class of tests that needs a PostgreSQL server, which the tests start. Without its programs, the tests are skipped with the reason.</summary>
public sealed class NeedsPostgresAttribute() : NeedsAttribute(PostgresServer.Obstacle);
