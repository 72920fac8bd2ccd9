using ExperimentTracker.Rules;
using ExperimentTracker.Values;

namespace ExperimentTracker.Contracts.Datasets;

/// <summary>A dataset to register. A property that is <see langword="null"/> is not specified.</summary>
public sealed record DatasetDraft
{
    /// <summary>The id, or <see langword="null"/> to generate one.</summary>
    public string? Id { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The size, in <see cref="SizeUnit"/>.</summary>
    public long? Size { get; init; }

    /// <summary>The unit of the size.</summary>
    public string? SizeUnit { get; init; }

    /// <summary>The location.</summary>
    public string? Location { get; init; }

    /// <summary>The digest: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string? Digest { get; init; }

    /// <summary>The configuration; see <see cref="NamedValues"/> for the supported types.</summary>
    public object? Config { get; init; }

    /// <summary>Describes the first specified property that differs from the registered dataset, as a phrase; <see langword="null"/> if none differs.</summary>
    public string? DifferenceTo(Dataset registered) =>
        (Id is not null && Id != registered.Id) ? $"the id is '{registered.Id}' and not '{Id}'"
        : (Size is not null && Size != registered.Size) ? $"the size is {ValueText.Format(registered.Size)} and not {Size}"
        : Differs("the unit", SizeUnit, registered.SizeUnit) ?? Differs("the location", Location, registered.Location)
        ?? Differs("the digest", Digest is null ? null : ArtifactRules.CheckDigest(Digest), registered.Digest)
        ?? (Config is not null && !NamedValues.SameValue(Config, registered.Config) ? "the configuration differs" : null);

    private static string? Differs(string what, string? given, string? registered) =>
        given is null || given == registered ? null : $"{what} is '{registered}' and not '{given}'";
}
