namespace ExperimentTracker.Tests.Contract;

// The contract of a store in PostgreSQL.

[NeedsPostgres]
public sealed class ArtifactOnPostgres() : ArtifactContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class DatasetOnPostgres() : DatasetContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class EncoderOnPostgres() : EncoderContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class EvaluationOnPostgres() : EvaluationContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class BackupOnPostgres() : BackupContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class CollectionOnPostgres() : CollectionContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ExperimentOnPostgres() : ExperimentContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class FactoryOnPostgres() : FactoryContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class FileArtifactOnPostgres() : FileArtifactContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class FolderArtifactOnPostgres() : FolderArtifactContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class IdentityOnPostgres() : IdentityContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class KeptReferenceOnPostgres() : KeptReferenceContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class LifecycleOnPostgres() : LifecycleContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class MetricOnPostgres() : MetricContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class MetricBorderOnPostgres() : MetricBorderContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class MetricModelOnPostgres() : MetricModelContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class MetricRefusalOnPostgres() : MetricRefusalContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class MetricValueOnPostgres() : MetricValueContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ModelOnPostgres() : ModelContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class NameOnPostgres() : NameContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ParameterOnPostgres() : ParameterContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ParameterHashOnPostgres() : ParameterHashContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ProjectOnPostgres() : ProjectContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class QueryOnPostgres() : QueryContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RecordJsonOnPostgres() : RecordJsonContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RemovalOnPostgres() : RemovalContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunOnPostgres() : RunContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunInputOnPostgres() : RunInputContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunLabelOnPostgres() : RunLabelContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunLogOnPostgres() : RunLogContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ArtifactStepOnPostgres() : ArtifactStepContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class AlertOnPostgres() : AlertContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class DistributionOnPostgres() : DistributionContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunLogQueryOnPostgres() : RunLogQueryContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunQueryOnPostgres() : RunQueryContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunTreeOnPostgres() : RunTreeContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class StageOnPostgres() : StageContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class SketchOnPostgres() : SketchContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunStatisticsOnPostgres() : RunStatisticsContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class StoreSizeOnPostgres() : StoreSizeContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class StoreInfoOnPostgres() : StoreInfoContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class TagOnPostgres() : TagContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ThinnedSeriesOnPostgres() : ThinnedSeriesContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class TrialOnPostgres() : TrialContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RemovalEstimateOnPostgres() : RemovalEstimateContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class WholeTransferOnPostgres() : WholeTransferContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class MergeMatchOnPostgres() : MergeMatchContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RunMergeOnPostgres() : RunMergeContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ModelMergeOnPostgres() : ModelMergeContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class RecordTransferOnPostgres() : RecordTransferContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ChangesOnPostgres() : ChangesContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class OtherHandleChangesOnPostgres() : OtherHandleChangesContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class ManyHandlesOnPostgres() : ManyHandlesContract(StoreUnderTest.OnPostgres());

[NeedsPostgres]
public sealed class SweepTrialsOnPostgres() : SweepTrialsContract(StoreUnderTest.OnPostgres());
