namespace ExperimentTracker.Contracts.Datasets;

/// <summary>Datasets, their encoders, and the experiments that use them.</summary>
public interface IDatasetStore
{
    /// <summary>Registers a dataset. If one with this name exists and no specified property differs, the existing one is returned.</summary>
    /// <exception cref="TrackerException"><c>DatasetDiffers</c>, <c>DatasetIdExists</c>, <c>InvalidName</c>, <c>InvalidId</c> or <c>InvalidDigest</c>.</exception>
    Dataset Register(DatasetDraft draft, CancellationToken cancellation);

    /// <summary>Returns datasets.</summary>
    IReadOnlyList<Dataset> Query(DatasetQuery query, CancellationToken cancellation);

    /// <summary>Changes a dataset.</summary>
    /// <exception cref="TrackerException"><c>DatasetNotFound</c>, <c>DatasetExists</c>, <c>InvalidName</c> or <c>InvalidDigest</c>.</exception>
    Dataset Update(string id, DatasetChange change, CancellationToken cancellation);

    /// <summary>Removes datasets. Records that refer to them keep the name; a new dataset can have it.</summary>
    void Remove(IReadOnlyCollection<string> ids, CancellationToken cancellation);

    /// <summary>Registers an encoder. If one of this type exists with the same configuration, the existing one is returned.</summary>
    /// <exception cref="TrackerException"><c>EncoderDiffers</c> or <c>InvalidName</c>.</exception>
    Encoder RegisterEncoder(string type, object? config, CancellationToken cancellation);

    /// <summary>Returns live encoders, sorted by type; with an id, those of that dataset.</summary>
    IReadOnlyList<Encoder> Encoders(string? datasetId, CancellationToken cancellation);

    /// <summary>Replaces the configuration of an encoder.</summary>
    /// <exception cref="TrackerException"><c>EncoderNotFound</c>.</exception>
    Encoder UpdateEncoder(string type, object? config, CancellationToken cancellation);

    /// <summary>Removes encoders and their links to datasets.</summary>
    void RemoveEncoders(IReadOnlyCollection<string> types, CancellationToken cancellation);

    /// <summary>Records that an experiment uses a dataset; with <paramref name="primary"/>, as its primary dataset.</summary>
    /// <exception cref="TrackerException"><c>ExperimentNotFound</c>, <c>RecordRemoved</c> or <c>DatasetNotFound</c>.</exception>
    void AddToExperiment(string experimentId, string datasetId, bool primary, CancellationToken cancellation);

    /// <summary>Records that an encoder encodes a dataset.</summary>
    /// <exception cref="TrackerException"><c>DatasetNotFound</c> or <c>EncoderNotFound</c>.</exception>
    void AddEncoder(string datasetId, string encoderType, CancellationToken cancellation);
}
