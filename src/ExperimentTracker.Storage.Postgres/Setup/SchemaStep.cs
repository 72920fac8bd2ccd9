using ExperimentTracker.Storage.Postgres.Engine;

namespace ExperimentTracker.Storage.Postgres.Setup;

/// <summary>
/// A step that brings the schema of a store to the next version. Clients are not updated all at once, so a step adds: tables, and columns that are NULL or have a
/// default. A module of the version before then works on. A step that takes something away, which a later version does not use any more, is breaking.
/// </summary>
/// <param name="Run">What it does.</param>
/// <param name="IsBreaking">Whether modules of the version before cannot use the store afterwards.</param>
internal sealed record SchemaStep(Action<PostgresConnection> Run, bool IsBreaking = false);
