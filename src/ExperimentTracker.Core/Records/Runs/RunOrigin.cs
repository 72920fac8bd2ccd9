namespace ExperimentTracker;

/// <summary>Where and by what a run was started.</summary>
public sealed record RunOrigin
{
    /// <summary>Nothing is known, as for an imported run.</summary>
    public static RunOrigin Unknown { get; } = new();

    /// <summary>The name of the computer.</summary>
    public string? Host { get; init; }

    /// <summary>The account.</summary>
    public string? User { get; init; }

    /// <summary>The process.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>The command line of the process.</summary>
    public string? CommandLine { get; init; }

    /// <summary>The full path of the script that started the run, or <see langword="null"/> at a prompt.</summary>
    public string? Script { get; init; }

    /// <summary>The folder the script worked in.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The git commit that was checked out, in hexadecimal.</summary>
    public string? GitCommit { get; init; }

    /// <summary>The git branch that was checked out, or <see langword="null"/> for a detached head.</summary>
    public string? GitBranch { get; init; }

    /// <summary>Whether the git work tree had uncommitted changes; <see langword="null"/> while that is not known.</summary>
    public bool? GitDirty { get; init; }

    /// <summary>The operating system.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>The version of PowerShell, or <see langword="null"/> when the run was started from elsewhere.</summary>
    public string? PowerShellVersion { get; init; }

    /// <summary>The version of .NET.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>The version of ExperimentTracker.</summary>
    public string? ModuleVersion { get; init; }

    /// <summary>The id of the store where the run had another number before it was merged, or <see langword="null"/>.</summary>
    public string? StoreId { get; init; }

    /// <summary>The number it had there.</summary>
    public long? Number { get; init; }

    /// <summary>The account, the computer and the script.</summary>
    public override string ToString() => Host is null ? "" : $"{User}@{Host}{(Script is null ? "" : " " + Script)}";
}
