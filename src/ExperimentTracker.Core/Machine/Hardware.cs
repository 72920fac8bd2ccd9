using System.Runtime.InteropServices;

namespace ExperimentTracker.Machine;

/// <summary>What the machine consists of. On Windows and macOS some of it is not known from .NET: the name of the processor on macOS, and limits of memory on both.</summary>
internal static class Hardware
{
    private static readonly Lazy<NamedValues> This = new(() => Describe(OperatingSystem.IsLinux() ? new ProcFiles("/") : null, NvidiaGpus.TryOpen()));

    /// <summary>This machine, read once: operating system, architecture, processor, logical processors, memory and its limit in bytes, and GPUs of NVIDIA.</summary>
    public static NamedValues OfThisMachine => This.Value;

    /// <summary>A machine.</summary>
    /// <param name="files">The files of the kernel; <see langword="null"/> where there are none.</param>
    /// <param name="gpus">The GPUs; <see langword="null"/> for none.</param>
    public static NamedValues Describe(ProcFiles? files, NvidiaGpus? gpus) => new(new Dictionary<string, object?>
    {
        ["operatingSystem"] = RuntimeInformation.OSDescription,
        ["architecture"] = RuntimeInformation.OSArchitecture.ToString(),
        ["processor"] = files is null ? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") : ProcessorOf(files.Text("proc/cpuinfo")),
        ["logicalProcessors"] = (long)Environment.ProcessorCount,
        ["memory"] = files is null ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : ProcFiles.Field(files.Read("proc/meminfo"), "MemTotal:"u8) * 1024,
        ["memoryLimit"] = files is null ? null : new ControlGroup(files).Read()?.Limit,
        ["gpus"] = (gpus?.Describe() ?? []).Select(gpu => (object?)new NamedValues([new("index", (long)gpu.Index), new("name", gpu.Name), new("memory", gpu.Memory)])).ToArray(),
    }.Where(fact => fact.Value is not null));

    private static string? ProcessorOf(string cpuinfo) => cpuinfo.Split('\n')
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim();
}
