namespace ExperimentTracker.Contracts.Datasets;

/// <summary>Datasets, their encoders, and who uses them.</summary>
public interface IDatasetStore
{
    /// <summary>Registers a dataset. One of that name that is registered already is given back when nothing is said otherwise.</summary>
    /// <exception cref="TrackerException"><c>DatasetDiffers</c>, <c>DatasetIdExists</c>, <c>InvalidName</c>, <c>InvalidId</c> or <c>InvalidDigest</c>.</exception>
    Dataset Register(DatasetDraft draft, CancellationToken cancellation);

    /// <summary>Gives datasets.</summary>
    IReadOnlyList<Dataset> Query(DatasetQuery query, CancellationToken cancellation);

    /// <summary>Changes a dataset.</summary>
    /// <exception cref="TrackerException"><c>DatasetNotFound</c>, <c>DatasetExists</c>, <c>InvalidName</c> or <c>InvalidDigest</c>.</exception>
    Dataset Update(string id, DatasetChange change, CancellationToken cancellation);

    /// <summary>Removes datasets. What names them keeps the name; a new one may take it.</summary>
    void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Registers an encoder. One of that type that is registered already is given back when the configuration is not another.</summary>
    /// <exception cref="TrackerException"><c>EncoderDiffers</c> or <c>InvalidName</c>.</exception>
    Encoder RegisterEncoder(string type, object? config, CancellationToken cancellation);

    /// <summary>Gives live encoders by type; with an id, those of that dataset.</summary>
    IReadOnlyList<Encoder> Encoders(string? datasetId, CancellationToken cancellation);

    /// <summary>Replaces the configuration of an encoder.</summary>
    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    Encoder UpdateEncoder(string type, object? config, CancellationToken cancellation);

    /// <summary>Removes encoders, and with them the links to datasets.</summary>
    void RemoveEncoders(IReadOnlyCollection<string> types, CancellationToken cancellation);

    /// <summary>Notes that experiments use a dataset; <paramref name="primary"/>: as the one that an experiment is about.</summary>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c>, <c>RecordRemoved</c> or <c>DatasetNotFound</c>.</exception>
    void AddToExperiment(string experimentId, string datasetId, bool primary, CancellationToken cancellation);

    /// <summary>Notes that an encoder encodes a dataset.</summary>
    /// <exception cref="TrackerException"><c>DatasetNotFound</c> or <c>EncoderNotFound</c>.</exception>
    void AddEncoder(string datasetId, string encoderType, CancellationToken cancellation);
}
