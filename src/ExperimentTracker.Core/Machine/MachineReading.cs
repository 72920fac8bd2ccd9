namespace ExperimentTracker.Machine;

/// <summary>The counters of this process and its machine at one time. A value that the operating system does not tell is <see langword="null"/>.</summary>
internal sealed record MachineReading
{
    /// <summary>When it was read, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public required long At { get; init; }

    /// <summary>The processor time of the process, its descendants, and those that they waited for, in seconds.</summary>
    public double? ProcessSeconds { get; init; }

    /// <summary>The time that the processors of the machine were busy, in any unit.</summary>
    public double? MachineBusy { get; init; }

    /// <summary>The time that the processors of the machine were busy or idle, in the same unit.</summary>
    public double? MachineTotal { get; init; }

    /// <summary>The resident memory of the process and its descendants, in bytes; pages that several of them share count for each.</summary>
    public long? ProcessMemory { get; init; }

    /// <summary>The memory of the machine that is in use and could not be freed for others, in bytes.</summary>
    public long? MachineMemory { get; init; }

    /// <summary>The memory of the control group whose limit is the lowest, and that limit, in bytes; <see langword="null"/> without a limit.</summary>
    public (long Used, long Limit)? GroupMemory { get; init; }

    /// <summary>The bytes that the process and its descendants read from disks.</summary>
    public long? DiskRead { get; init; }

    /// <summary>The bytes that they wrote to disks.</summary>
    public long? DiskWritten { get; init; }

    /// <summary>The bytes that the network interfaces of the machine received.</summary>
    public long? NetworkReceived { get; init; }

    /// <summary>The bytes that they sent.</summary>
    public long? NetworkSent { get; init; }

    /// <summary>The GPUs.</summary>
    public IReadOnlyList<GpuReading> Gpus { get; init; } = [];
}

/// <summary>The state of a GPU. A value that its driver does not tell is <see langword="null"/>.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Busy">The share of time that it was busy recently, in percent.</param>
/// <param name="Memory">Its memory that is in use, in bytes.</param>
/// <param name="Watts">Its power.</param>
/// <param name="Celsius">Its temperature.</param>
internal readonly record struct GpuReading(int Index, double? Busy, double? Memory, double? Watts, double? Celsius);
