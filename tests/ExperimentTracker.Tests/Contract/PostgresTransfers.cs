namespace ExperimentTracker.Tests.Contract;

// Transfers from PostgreSQL: to another schema, and to a store in a file.

[NeedsPostgres]
public sealed class WholeTransferBetweenSchemas() : WholeTransferContract(StoreUnderTest.OnPostgres(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class WholeTransferFromPostgresToAFile() : WholeTransferContract(StoreUnderTest.InAFile(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class RunMergeBetweenSchemas() : RunMergeContract(StoreUnderTest.OnPostgres(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class RunMergeFromPostgresToAFile() : RunMergeContract(StoreUnderTest.InAFile(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class MergeMatchBetweenSchemas() : MergeMatchContract(StoreUnderTest.OnPostgres(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class MergeMatchFromPostgresToAFile() : MergeMatchContract(StoreUnderTest.InAFile(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class RecordTransferBetweenSchemas() : RecordTransferContract(StoreUnderTest.OnPostgres(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class RecordTransferFromPostgresToAFile() : RecordTransferContract(StoreUnderTest.InAFile(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class ModelMergeBetweenSchemas() : ModelMergeContract(StoreUnderTest.OnPostgres(), StoreUnderTest.OnPostgres);

[NeedsPostgres]
public sealed class ModelMergeFromPostgresToAFile() : ModelMergeContract(StoreUnderTest.InAFile(), StoreUnderTest.OnPostgres);
