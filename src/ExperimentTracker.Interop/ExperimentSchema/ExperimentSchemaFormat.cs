using ExperimentTracker.Interop.Sqlite;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.ExperimentSchema;

/// <summary>
/// A SQLite file with the experiment schema of tables: EXPERIMENT, TRIAL, TRIAL_RUN, RESULTS, EPOCH, DATASET, ENCODER, ARTIFACT, LOGS, EXPERIMENT_DATASET and
/// ENCODER_DATASET. A store of ExperimentTracker has views of these names, not tables.
/// </summary>
internal sealed class ExperimentSchemaFormat : ITransferFormat
{
    public string Name => "ExperimentSchema";

    public string Title => "SQLite with EXPERIMENT, TRIAL, TRIAL_RUN, EPOCH, RESULTS";

    public bool Fits(string path) => DatabaseTables.Has(path, ("EXPERIMENT", ["id", "title"]), ("TRIAL", ["id", "experiment_id"]), ("TRIAL_RUN", ["id", "trial_id"]));

    public ITransferSource Open(TransferRequest request) => Fits(request.Path)
        ? new SchemaSource(request)
        : throw TransferErrors.NotReadable(request.Path, "it does not have the tables EXPERIMENT, TRIAL and TRIAL_RUN");
}
