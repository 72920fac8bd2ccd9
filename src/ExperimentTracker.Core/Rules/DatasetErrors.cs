namespace ExperimentTracker.Rules;

/// <summary>Errors about datasets and encoders.</summary>
public static class DatasetErrors
{
    /// <summary>There is no such dataset. Id: <c>DatasetNotFound</c>.</summary>
    public static TrackerException NotFound(string text) => new(
        "DatasetNotFound", TrackerErrorKind.NotFound, text, $"No dataset matches '{text}'. Get-Dataset lists those of the store; Register-Dataset adds one.");

    /// <summary>A dataset with this name exists, and a specified property differs. Id: <c>DatasetDiffers</c>.</summary>
    public static TrackerException Differs(string name, string difference) => new(
        "DatasetDiffers", TrackerErrorKind.AlreadyExists, name,
        $"Dataset '{name}' is registered with other values: {difference}. Change it with Set-Dataset, or register another name.");

    /// <summary>There is no such encoder. Id: <c>EncoderNotFound</c>.</summary>
    public static TrackerException EncoderNotFound(string type) => new(
        "EncoderNotFound", TrackerErrorKind.NotFound, type, $"No encoder has the type '{type}'. Get-Encoder lists those of the store; Register-Encoder adds one.");

    /// <summary>The type is registered with another configuration. Id: <c>EncoderDiffers</c>.</summary>
    public static TrackerException EncoderDiffers(string type) => new(
        "EncoderDiffers", TrackerErrorKind.AlreadyExists, type,
        $"Encoder '{type}' is registered with another configuration. Change it with Set-Encoder, or register another type.");
}
