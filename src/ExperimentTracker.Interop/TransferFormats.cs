using ExperimentTracker.Contracts.Mirrors;
using ExperimentTracker.Contracts.Stores;
using ExperimentTracker.Interop.Benchmarks;
using ExperimentTracker.Interop.DvcLive;
using ExperimentTracker.Interop.ExperimentSchema;
using ExperimentTracker.Interop.MLflow;
using ExperimentTracker.Interop.MLflow.Export;
using ExperimentTracker.Interop.Neptune;
using ExperimentTracker.Interop.Rows;
using ExperimentTracker.Interop.Sacred;
using ExperimentTracker.Interop.Tables;
using ExperimentTracker.Interop.TensorBoard;
using ExperimentTracker.Interop.TestResults;
using ExperimentTracker.Interop.Trackio;
using ExperimentTracker.Interop.Wandb;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop;

/// <summary>The table of the formats of other trackers: what the module loads of this assembly.</summary>
public sealed class TransferFormats : ITransferFormats, IRunMirrors
{
    /// <inheritdoc/>
    public IReadOnlyList<ITransferFormat> All { get; } =
    [
        // Before Csv, which takes tables with steps.
        new TableImport(),
        new NeptuneFormat(),

        // Before TensorBoard: artifacts of a run can be event files.
        new MLflowFormat(),
        new TensorBoardFormat(),
        new WandbFormat(),
        new TrackioFormat(),
        new ExperimentSchemaFormat(),
        new SacredFormat(),
        new DvcLiveFormat(),
        .. TestResultsFormat.All,
        .. BenchmarkFormat.All,
        new CsvFormat(),
        new JsonLinesFormat(),
        new ParquetHistoryFormat(),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IExportFormat> Exports { get; } = [TableFormat.Parquet, TableFormat.Csv, new EventFileFormat(), new MLflowExportFormat()];

    /// <inheritdoc/>
    public IRunMirror OpenMirror(IExperimentStore store, string address) => new MLflowMirror(store, address);
}
