using ExperimentTracker.Contracts.Alerts;
using ExperimentTracker.Contracts.Artifacts;
using ExperimentTracker.Contracts.Catalog;
using ExperimentTracker.Contracts.Datasets;
using ExperimentTracker.Contracts.Maintenance;
using ExperimentTracker.Contracts.Metrics;
using ExperimentTracker.Contracts.Models;
using ExperimentTracker.Contracts.Queries;
using ExperimentTracker.Contracts.Runs;
using ExperimentTracker.Contracts.Transfer;

namespace ExperimentTracker.Contracts.Stores;

/// <summary>
/// An open store. It is thread-safe, and several processes can use the same store. Operations accept and return batches. Each operation is a separate
/// transaction: after an error nothing of it is written.
/// </summary>
public interface IExperimentStore : IDisposable
{
    /// <summary>The id of the store; copies keep it.</summary>
    string Id { get; }

    /// <summary>The address of the store.</summary>
    StoreAddress Address { get; }

    /// <summary>The text of <see cref="Address"/>: the full path of the store's folder; <c>:memory:</c> for a store in memory.</summary>
    string Path => Address.Text;

    /// <summary>Whether the store exists in memory only.</summary>
    bool IsInMemory { get; }

    /// <summary>Whether the store can only be read.</summary>
    bool IsReadOnly { get; }

    /// <summary>Whether this handle still refers to the store at its path: false once the store was closed, removed or replaced.</summary>
    bool IsUsable { get; }

    /// <summary>Projects.</summary>
    IProjectStore Projects { get; }

    /// <summary>Experiments.</summary>
    IExperimentCatalog Experiments { get; }

    /// <summary>Trials.</summary>
    ITrialStore Trials { get; }

    /// <summary>Runs and their lifecycle.</summary>
    IRunStore Runs { get; }

    /// <summary>Parameters of runs.</summary>
    IParameterStore Parameters { get; }

    /// <summary>Metrics of runs.</summary>
    IMetricStore Metrics { get; }

    /// <summary>Epochs and results of runs.</summary>
    IEvaluationStore Evaluations { get; }

    /// <summary>Distributions of runs.</summary>
    IDistributionStore Distributions { get; }

    /// <summary>Datasets and encoders.</summary>
    IDatasetStore Datasets { get; }

    /// <summary>Inputs of runs.</summary>
    IRunInputStore Inputs { get; }

    /// <summary>Logs of runs.</summary>
    IRunLogStore Logs { get; }

    /// <summary>Tags of projects, experiments and runs.</summary>
    ITagStore Tags { get; }

    /// <summary>Artifacts and their bytes.</summary>
    IArtifactStore Artifacts { get; }

    /// <summary>The model registry.</summary>
    IModelStore Models { get; }

    /// <summary>Alerts and their events.</summary>
    IAlertStore Alerts { get; }

    /// <summary>Queries in the language of the engine.</summary>
    IQueryStore Queries { get; }

    /// <summary>Export and merge of whole stores.</summary>
    ITransferStore Transfer { get; }

    /// <summary>Check, repair, garbage collection and backup of the store.</summary>
    IStoreMaintenance Maintenance { get; }

    /// <summary>Waits for changes of the store.</summary>
    IStoreChanges Changes { get; }

    /// <summary>The clock of the store, which determines all times that it records.</summary>
    TimeProvider Time { get; }

    /// <summary>Returns a warning about the state in which the store was found when it was opened, once; otherwise <see langword="null"/>.</summary>
    string? TakeWarning();

    /// <summary>Closes the files that are not in use. The next use opens them again.</summary>
    void ReleaseHandles();

    /// <summary>Returns the properties, counts and sizes of the store.</summary>
    StoreInfo Describe(CancellationToken cancellation);
}
