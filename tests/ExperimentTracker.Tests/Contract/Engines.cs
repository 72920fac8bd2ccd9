namespace ExperimentTracker.Tests.Contract;

// The engines that are tested against the contract. Another engine derives from each contract again.

public sealed class ArtifactOfAFileStore() : ArtifactContract(StoreUnderTest.InAFile());

public sealed class ArtifactOfAMemoryStore() : ArtifactContract(StoreUnderTest.InMemory());

public sealed class DatasetOfAFileStore() : DatasetContract(StoreUnderTest.InAFile());

public sealed class DatasetOfAMemoryStore() : DatasetContract(StoreUnderTest.InMemory());

public sealed class EncoderOfAFileStore() : EncoderContract(StoreUnderTest.InAFile());

public sealed class EncoderOfAMemoryStore() : EncoderContract(StoreUnderTest.InMemory());

public sealed class EvaluationOfAFileStore() : EvaluationContract(StoreUnderTest.InAFile());

public sealed class EvaluationOfAMemoryStore() : EvaluationContract(StoreUnderTest.InMemory());

public sealed class BackupOfAFileStore() : BackupContract(StoreUnderTest.InAFile());

public sealed class BackupOfAMemoryStore() : BackupContract(StoreUnderTest.InMemory());

public sealed class CollectionOfAFileStore() : CollectionContract(StoreUnderTest.InAFile());

public sealed class CollectionOfAMemoryStore() : CollectionContract(StoreUnderTest.InMemory());

public sealed class ExperimentOfAFileStore() : ExperimentContract(StoreUnderTest.InAFile());

public sealed class ExperimentOfAMemoryStore() : ExperimentContract(StoreUnderTest.InMemory());

public sealed class FactoryOfAFileStore() : FactoryContract(StoreUnderTest.InAFile());

public sealed class FactoryOfAMemoryStore() : FactoryContract(StoreUnderTest.InMemory());

public sealed class FileArtifactOfAFileStore() : FileArtifactContract(StoreUnderTest.InAFile());

public sealed class FileArtifactOfAMemoryStore() : FileArtifactContract(StoreUnderTest.InMemory());

public sealed class FolderArtifactOfAFileStore() : FolderArtifactContract(StoreUnderTest.InAFile());

public sealed class FolderArtifactOfAMemoryStore() : FolderArtifactContract(StoreUnderTest.InMemory());

public sealed class IdentityOfAFileStore() : IdentityContract(StoreUnderTest.InAFile());

public sealed class IdentityOfAMemoryStore() : IdentityContract(StoreUnderTest.InMemory());

public sealed class KeptReferenceOfAFileStore() : KeptReferenceContract(StoreUnderTest.InAFile());

public sealed class KeptReferenceOfAMemoryStore() : KeptReferenceContract(StoreUnderTest.InMemory());

public sealed class LifecycleOfAFileStore() : LifecycleContract(StoreUnderTest.InAFile());

public sealed class LifecycleOfAMemoryStore() : LifecycleContract(StoreUnderTest.InMemory());

public sealed class MetricOfAFileStore() : MetricContract(StoreUnderTest.InAFile());

public sealed class MetricOfAMemoryStore() : MetricContract(StoreUnderTest.InMemory());

public sealed class MetricBorderOfAFileStore() : MetricBorderContract(StoreUnderTest.InAFile());

public sealed class MetricBorderOfAMemoryStore() : MetricBorderContract(StoreUnderTest.InMemory());

public sealed class MetricModelOfAFileStore() : MetricModelContract(StoreUnderTest.InAFile());

public sealed class MetricModelOfAMemoryStore() : MetricModelContract(StoreUnderTest.InMemory());

public sealed class MetricRefusalOfAFileStore() : MetricRefusalContract(StoreUnderTest.InAFile());

public sealed class MetricRefusalOfAMemoryStore() : MetricRefusalContract(StoreUnderTest.InMemory());

public sealed class MetricValueOfAFileStore() : MetricValueContract(StoreUnderTest.InAFile());

public sealed class MetricValueOfAMemoryStore() : MetricValueContract(StoreUnderTest.InMemory());

public sealed class ModelOfAFileStore() : ModelContract(StoreUnderTest.InAFile());

public sealed class ModelOfAMemoryStore() : ModelContract(StoreUnderTest.InMemory());

public sealed class NameOfAFileStore() : NameContract(StoreUnderTest.InAFile());

public sealed class NameOfAMemoryStore() : NameContract(StoreUnderTest.InMemory());

public sealed class ParameterOfAFileStore() : ParameterContract(StoreUnderTest.InAFile());

public sealed class ParameterOfAMemoryStore() : ParameterContract(StoreUnderTest.InMemory());

public sealed class ParameterHashOfAFileStore() : ParameterHashContract(StoreUnderTest.InAFile());

public sealed class ParameterHashOfAMemoryStore() : ParameterHashContract(StoreUnderTest.InMemory());

public sealed class ProjectOfAFileStore() : ProjectContract(StoreUnderTest.InAFile());

public sealed class ProjectOfAMemoryStore() : ProjectContract(StoreUnderTest.InMemory());

public sealed class QueryOfAFileStore() : QueryContract(StoreUnderTest.InAFile());

public sealed class QueryOfAMemoryStore() : QueryContract(StoreUnderTest.InMemory());

public sealed class RecordJsonOfAFileStore() : RecordJsonContract(StoreUnderTest.InAFile());

public sealed class RecordJsonOfAMemoryStore() : RecordJsonContract(StoreUnderTest.InMemory());

public sealed class RemovalOfAFileStore() : RemovalContract(StoreUnderTest.InAFile());

public sealed class RemovalOfAMemoryStore() : RemovalContract(StoreUnderTest.InMemory());

public sealed class RunOfAFileStore() : RunContract(StoreUnderTest.InAFile());

public sealed class RunOfAMemoryStore() : RunContract(StoreUnderTest.InMemory());

public sealed class RunInputOfAFileStore() : RunInputContract(StoreUnderTest.InAFile());

public sealed class RunInputOfAMemoryStore() : RunInputContract(StoreUnderTest.InMemory());

public sealed class RunLabelOfAFileStore() : RunLabelContract(StoreUnderTest.InAFile());

public sealed class RunLabelOfAMemoryStore() : RunLabelContract(StoreUnderTest.InMemory());

public sealed class ChangesOfAFileStore() : ChangesContract(StoreUnderTest.InAFile());

public sealed class ChangesOfAMemoryStore() : ChangesContract(StoreUnderTest.InMemory());

public sealed class OtherHandleChangesOfAFileStore() : OtherHandleChangesContract(StoreUnderTest.InAFile());

public sealed class RunLogOfAFileStore() : RunLogContract(StoreUnderTest.InAFile());

public sealed class RunLogOfAMemoryStore() : RunLogContract(StoreUnderTest.InMemory());

public sealed class AlertOfAFileStore() : AlertContract(StoreUnderTest.InAFile());

public sealed class AlertOfAMemoryStore() : AlertContract(StoreUnderTest.InMemory());

public sealed class DistributionOfAFileStore() : DistributionContract(StoreUnderTest.InAFile());

public sealed class DistributionOfAMemoryStore() : DistributionContract(StoreUnderTest.InMemory());

public sealed class ArtifactStepOfAFileStore() : ArtifactStepContract(StoreUnderTest.InAFile());

public sealed class ArtifactStepOfAMemoryStore() : ArtifactStepContract(StoreUnderTest.InMemory());

public sealed class RunLogQueryOfAFileStore() : RunLogQueryContract(StoreUnderTest.InAFile());

public sealed class RunLogQueryOfAMemoryStore() : RunLogQueryContract(StoreUnderTest.InMemory());

public sealed class RunQueryOfAFileStore() : RunQueryContract(StoreUnderTest.InAFile());

public sealed class RunQueryOfAMemoryStore() : RunQueryContract(StoreUnderTest.InMemory());

public sealed class RunTreeOfAFileStore() : RunTreeContract(StoreUnderTest.InAFile());

public sealed class RunTreeOfAMemoryStore() : RunTreeContract(StoreUnderTest.InMemory());

public sealed class StageOfAFileStore() : StageContract(StoreUnderTest.InAFile());

public sealed class StageOfAMemoryStore() : StageContract(StoreUnderTest.InMemory());

public sealed class SketchOfAFileStore() : SketchContract(StoreUnderTest.InAFile());

public sealed class RunStatisticsOfAFileStore() : RunStatisticsContract(StoreUnderTest.InAFile());

public sealed class SketchOfAMemoryStore() : SketchContract(StoreUnderTest.InMemory());

public sealed class RunStatisticsOfAMemoryStore() : RunStatisticsContract(StoreUnderTest.InMemory());

public sealed class StoreInfoOfAFileStore() : StoreInfoContract(StoreUnderTest.InAFile());

public sealed class StoreSizeOfAFileStore() : StoreSizeContract(StoreUnderTest.InAFile());

public sealed class StoreSizeOfAMemoryStore() : StoreSizeContract(StoreUnderTest.InMemory());

public sealed class StoreInfoOfAMemoryStore() : StoreInfoContract(StoreUnderTest.InMemory());

public sealed class TagOfAFileStore() : TagContract(StoreUnderTest.InAFile());

public sealed class TagOfAMemoryStore() : TagContract(StoreUnderTest.InMemory());

public sealed class ThinnedSeriesOfAFileStore() : ThinnedSeriesContract(StoreUnderTest.InAFile());

public sealed class ThinnedSeriesOfAMemoryStore() : ThinnedSeriesContract(StoreUnderTest.InMemory());

public sealed class TrialOfAFileStore() : TrialContract(StoreUnderTest.InAFile());

public sealed class TrialOfAMemoryStore() : TrialContract(StoreUnderTest.InMemory());

public sealed class RemovalEstimateOfAFileStore() : RemovalEstimateContract(StoreUnderTest.InAFile());

public sealed class RemovalEstimateOfAMemoryStore() : RemovalEstimateContract(StoreUnderTest.InMemory());

public sealed class WholeTransferOfAFileStore() : WholeTransferContract(StoreUnderTest.InAFile());

public sealed class WholeTransferOfAMemoryStore() : WholeTransferContract(StoreUnderTest.InMemory());

public sealed class MergeMatchOfAFileStore() : MergeMatchContract(StoreUnderTest.InAFile());

public sealed class MergeMatchOfAMemoryStore() : MergeMatchContract(StoreUnderTest.InMemory());

public sealed class RunMergeOfAFileStore() : RunMergeContract(StoreUnderTest.InAFile());

public sealed class RunMergeOfAMemoryStore() : RunMergeContract(StoreUnderTest.InMemory());

public sealed class ModelMergeOfAFileStore() : ModelMergeContract(StoreUnderTest.InAFile());

public sealed class ModelMergeOfAMemoryStore() : ModelMergeContract(StoreUnderTest.InMemory());

public sealed class RecordTransferOfAFileStore() : RecordTransferContract(StoreUnderTest.InAFile());

public sealed class RecordTransferOfAMemoryStore() : RecordTransferContract(StoreUnderTest.InMemory());

public sealed class ManyHandlesOfAFileStore() : ManyHandlesContract(StoreUnderTest.InAFile());

public sealed class SweepTrialsOfAFileStore() : SweepTrialsContract(StoreUnderTest.InAFile());
