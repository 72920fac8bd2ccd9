using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Contracts.Datasets;

/// <summary>A dataset to register: what is <see langword="null"/> is not said.</summary>
public sealed record DatasetDraft
{
    /// <summary>The id, or <see langword="null"/> to have one made.</summary>
    public string? Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The size, in <see cref="SizeUnit"/>.</summary>
    public long? Size { get; init; }

    /// <summary>What the size counts.</summary>
    public string? SizeUnit { get; init; }

    /// <summary>Where it is.</summary>
    public string? Location { get; init; }

    /// <summary>The digest: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string? Digest { get; init; }

    /// <summary>Its configuration, a value of the domain (see <see cref="NamedValues"/>).</summary>
    public object? Config { get; init; }

    /// <summary>The first thing that is said otherwise than the registered dataset has it, as a phrase; or <see langword="null"/>.</summary>
    public string? DifferenceTo(Dataset registered) =>
        (Id is not null && Id != registered.Id) ? $"the id is '{registered.Id}' and not '{Id}'"
        : (Size is not null && Size != registered.Size) ? $"the size is {ValueText.Format(registered.Size)} and not {Size}"
        : Differs("the unit", SizeUnit, registered.SizeUnit) ?? Differs("the location", Location, registered.Location)
        ?? Differs("the digest", Digest is null ? null : ArtifactRules.CheckDigest(Digest), registered.Digest)
        ?? (Config is not null && !NamedValues.SameValue(Config, registered.Config) ? "the configuration is another" : null);

    private static string? Differs(string what, string? said, string? registered) =>
        said is null || said == registered ? null : $"{what} is '{registered}' and not '{said}'";
}
