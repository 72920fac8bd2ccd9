namespace ExperimentTracker;

/// <summary>Where a run was started, and by what.</summary>
public sealed record RunOrigin
{
    /// <summary>An origin without information, for example of an imported run.</summary>
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

    /// <summary>The working directory of the script.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The git commit that was checked out, in hexadecimal.</summary>
    public string? GitCommit { get; init; }

    /// <summary>The git branch that was checked out, or <see langword="null"/> for a detached head.</summary>
    public string? GitBranch { get; init; }

    /// <summary>Whether the git work tree had uncommitted changes; <see langword="null"/> until this is determined.</summary>
    public bool? GitDirty { get; init; }

    /// <summary>The operating system.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>The version of PowerShell, or <see langword="null"/> if another host started the run.</summary>
    public string? PowerShellVersion { get; init; }

    /// <summary>The version of .NET.</summary>
    public string? RuntimeVersion { get; init; }

    /// <summary>The version of ExperimentTracker.</summary>
    public string? ModuleVersion { get; init; }

    /// <summary>The id of the store in which the run had another number before a merge, or <see langword="null"/>.</summary>
    public string? StoreId { get; init; }

    /// <summary>The number in that store.</summary>
    public long? Number { get; init; }

    /// <summary>The account, the computer and the script.</summary>
    public override string ToString() => Host is null ? "" : $"{User}@{Host}{(Script is null ? "" : " " + Script)}";
}
