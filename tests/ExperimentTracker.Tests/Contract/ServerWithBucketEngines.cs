namespace ExperimentTracker.Tests.Contract;

// The contracts that concern contents, with records in PostgreSQL and contents in a bucket.

[NeedsPostgres]
[NeedsMoto]
public sealed class ArtifactOnPostgresInABucket() : ArtifactContract(StoreUnderTest.OnPostgresWith(MotoServer.Shared));

[NeedsPostgres]
[NeedsMoto]
public sealed class FileArtifactOnPostgresInABucket() : FileArtifactContract(StoreUnderTest.OnPostgresWith(MotoServer.Shared));

[NeedsPostgres]
[NeedsMoto]
public sealed class FolderArtifactOnPostgresInABucket() : FolderArtifactContract(StoreUnderTest.OnPostgresWith(MotoServer.Shared));

[NeedsPostgres]
[NeedsMoto]
public sealed class WholeTransferOnPostgresInABucket() : WholeTransferContract(StoreUnderTest.OnPostgresWith(MotoServer.Shared));
