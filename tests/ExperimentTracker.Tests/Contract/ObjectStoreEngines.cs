namespace ExperimentTracker.Tests.Contract;

// The contracts that concern contents, with these in an object store.

[NeedsMoto]
public sealed class ArtifactInAnS3Bucket() : ArtifactContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class ArtifactInAnAzureContainer() : ArtifactContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class FileArtifactInAnS3Bucket() : FileArtifactContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class FileArtifactInAnAzureContainer() : FileArtifactContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class FolderArtifactInAnS3Bucket() : FolderArtifactContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class FolderArtifactInAnAzureContainer() : FolderArtifactContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class CollectionInAnS3Bucket() : CollectionContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class CollectionInAnAzureContainer() : CollectionContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class KeptReferenceInAnS3Bucket() : KeptReferenceContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class KeptReferenceInAnAzureContainer() : KeptReferenceContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class BackupInAnS3Bucket() : BackupContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class BackupInAnAzureContainer() : BackupContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class WholeTransferInAnS3Bucket() : WholeTransferContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class WholeTransferInAnAzureContainer() : WholeTransferContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class StoreSizeInAnS3Bucket() : StoreSizeContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class StoreSizeInAnAzureContainer() : StoreSizeContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class RemovalEstimateInAnS3Bucket() : RemovalEstimateContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class RemovalEstimateInAnAzureContainer() : RemovalEstimateContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class MergeMatchInAnS3Bucket() : MergeMatchContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class MergeMatchInAnAzureContainer() : MergeMatchContract(StoreUnderTest.In(AzuriteServer.Shared));

[NeedsMoto]
public sealed class RecordTransferInAnS3Bucket() : RecordTransferContract(StoreUnderTest.In(MotoServer.Shared));

[NeedsAzurite]
public sealed class RecordTransferInAnAzureContainer() : RecordTransferContract(StoreUnderTest.In(AzuriteServer.Shared));
