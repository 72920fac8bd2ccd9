namespace ExperimentTracker.Storage.Blobs;

/// <summary>The state of a row of the table of blobs.</summary>
internal enum BlobState
{
    /// <summary>The bytes are in place.</summary>
    Stored = 0,

    /// <summary>A writer puts bytes in place, or found them there; a record will refer to them, unless the writer fails.</summary>
    Announced = 1,

    /// <summary>The process that collects garbage deletes the bytes, and then the row.</summary>
    Deleting = 2,
}
