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
/// An open store. It may be used by several threads at once, and by any number of processes beside each other. Operations take and give
/// batches; each one is a transaction of its own: after an error nothing of it is written.
/// </summary>
public interface IExperimentStore : IDisposable
{
    /// <summary>The id that stays with the store wherever it is copied.</summary>
    string Id { get; }

    /// <summary>The full path of the store's folder; <c>:memory:</c> for a store in memory.</summary>
    string Path { get; }

    /// <summary>Whether the store leaves nothing behind.</summary>
    bool IsInMemory { get; }

    /// <summary>Whether the store can only be read.</summary>
    bool IsReadOnly { get; }

    /// <summary>The clock of the store: what goes into it has its times from there.</summary>
    TimeProvider Time { get; }

    /// <summary>Whether this handle still leads to what lies at its path: false once the store was closed, removed or replaced.</summary>
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

    /// <summary>Datasets and encoders.</summary>
    IDatasetStore Datasets { get; }

    /// <summary>What runs consumed.</summary>
    IRunInputStore Inputs { get; }

    /// <summary>Logs of runs.</summary>
    IRunLogStore Logs { get; }

    /// <summary>Tags of projects, experiments and runs.</summary>
    ITagStore Tags { get; }

    /// <summary>Artifacts and the bytes behind them.</summary>
    IArtifactStore Artifacts { get; }

    /// <summary>The model registry.</summary>
    IModelStore Models { get; }

    /// <summary>Queries in the engine's own language.</summary>
    IQueryStore Queries { get; }

    /// <summary>Taking the whole store out, and other stores in.</summary>
    ITransferStore Transfer { get; }

    /// <summary>Checking, mending, collecting and copying the store.</summary>
    IStoreMaintenance Maintenance { get; }

    /// <summary>Counts and sizes.</summary>
    StoreInfo Describe(CancellationToken cancellation);
}
