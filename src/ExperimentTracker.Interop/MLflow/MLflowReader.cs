using ExperimentTracker.Interop.Contents;
using ExperimentTracker.Transfer;

namespace ExperimentTracker.Interop.MLflow;

/// <summary>Reads what MLflow recorded from one of the places that it keeps it in. What cannot be read is left out and reported.</summary>
internal abstract class MLflowReader(TransferLosses losses) : IDisposable
{
    /// <summary>What was left out.</summary>
    protected TransferLosses Losses => losses;

    /// <summary>The experiments, the deleted ones too.</summary>
    public abstract IEnumerable<MLflowExperiment> Experiments(CancellationToken cancellation);

    /// <summary>The runs of an experiment without their points, oldest first, the deleted ones too.</summary>
    public abstract IEnumerable<MLflowRun> Runs(MLflowExperiment experiment, CancellationToken cancellation);

    /// <summary>The points of a run: those of a series follow each other, in the order in which they were logged or by step.</summary>
    public abstract IEnumerable<MLflowPoint> Points(MLflowRun run, CancellationToken cancellation);

    /// <summary>The files of a run's artifacts.</summary>
    public abstract IEnumerable<MLflowFile> Files(MLflowRun run, CancellationToken cancellation);

    /// <summary>The models that the runs of an experiment logged.</summary>
    public virtual IEnumerable<MLflowLoggedModel> LoggedModels(MLflowExperiment experiment, CancellationToken cancellation) => [];

    /// <summary>The files of a logged model.</summary>
    public virtual IEnumerable<MLflowFile> Files(MLflowLoggedModel model, CancellationToken cancellation) => [];

    /// <summary>The registered models.</summary>
    public abstract IEnumerable<MLflowModel> Models(CancellationToken cancellation);

    /// <summary>Reports what the place has besides.</summary>
    public virtual void ReportRest(CancellationToken cancellation)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what is open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A file of an artifact.</summary>
/// <param name="Path">The path within the artifacts of its owner, <c>/</c>-separated.</param>
/// <param name="Add">Adds its bytes to the contents; <see langword="null"/> if they cannot be read.</param>
internal sealed record MLflowFile(string Path, Func<ForeignContents, CancellationToken, ForeignFile?> Add);
