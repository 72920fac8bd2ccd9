using System.Runtime.InteropServices;
using System.Text;

namespace ExperimentTracker.Machine;

/// <summary>The GPUs of NVIDIA on this machine, through NVML, the library that comes with their driver (NVML API Reference).</summary>
internal sealed class NvidiaGpus
{
    private const int Success = 0;
    private const int OnChip = 0;
    private const double WattsPerUnit = 0.001;

    // On Windows the driver installs it in the folder of the system.
    private static readonly string Library = OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1";

    private readonly nint[] devices;
    private readonly Utilization? utilization;
    private readonly MemoryInfo? memory;
    private readonly DeviceNumber? power;
    private readonly DeviceSensor? temperature;
    private readonly DeviceName? name;

    private NvidiaGpus(nint library, nint[] devices)
    {
        this.devices = devices;
        utilization = Function<Utilization>(library, "nvmlDeviceGetUtilizationRates");
        memory = Function<MemoryInfo>(library, "nvmlDeviceGetMemoryInfo");
        power = Function<DeviceNumber>(library, "nvmlDeviceGetPowerUsage");
        temperature = Function<DeviceSensor>(library, "nvmlDeviceGetTemperature");
        name = Function<DeviceName>(library, "nvmlDeviceGetName");
    }

    private delegate int NoArguments();

    private delegate int Count(out uint count);

    private delegate int HandleByIndex(uint index, out nint device);

    private delegate int Utilization(nint device, out Rates rates);

    private delegate int MemoryInfo(nint device, out Sizes sizes);

    private delegate int DeviceNumber(nint device, out uint value);

    private delegate int DeviceSensor(nint device, int sensor, out uint value);

    private delegate int DeviceName(nint device, [Out] byte[] name, uint length);

    /// <summary>Loads the library.</summary>
    /// <param name="path">The library; <see langword="null"/> for that of the driver.</param>
    /// <returns><see langword="null"/> when there is no driver, or no GPU that it can use. The library stays loaded: loading it again takes long.</returns>
    public static NvidiaGpus? TryOpen(string? path = null)
    {
        if (!NativeLibrary.TryLoad(path ?? Library, out nint library)) return null;
        if (Function<NoArguments>(library, "nvmlInit_v2") is not { } initialize || Function<Count>(library, "nvmlDeviceGetCount_v2") is not { } count ||
            Function<HandleByIndex>(library, "nvmlDeviceGetHandleByIndex_v2") is not { } handle || initialize() != Success || count(out uint number) != Success) return null;
        nint[] devices = [.. Enumerable.Range(0, (int)number).Select(index => handle((uint)index, out nint device) == Success ? device : 0)];
        return devices.Any(device => device != 0) ? new(library, devices) : null;
    }

    /// <summary>Reads the state of each GPU.</summary>
    public IReadOnlyList<GpuReading> Read() => [.. Usable().Select(at => new GpuReading(
        at.Index,
        utilization?.Invoke(at.Device, out Rates rates) == Success ? rates.Gpu : null,
        memory?.Invoke(at.Device, out Sizes sizes) == Success ? sizes.Used : null,
        power?.Invoke(at.Device, out uint milliwatts) == Success ? milliwatts * WattsPerUnit : null,
        temperature?.Invoke(at.Device, OnChip, out uint celsius) == Success ? celsius : null))];

    /// <summary>The name of each GPU and its memory in bytes, or <see langword="null"/> where the driver does not tell.</summary>
    public IReadOnlyList<(int Index, string? Name, long? Memory)> Describe()
    {
        byte[] text = new byte[96];
        return [.. Usable().Select(at => (
            at.Index,
            name?.Invoke(at.Device, text, (uint)text.Length) == Success ? Encoding.UTF8.GetString(text.AsSpan(0, Math.Max(0, Array.IndexOf(text, (byte)0)))) : null,
            memory?.Invoke(at.Device, out Sizes sizes) == Success ? (long?)sizes.Total : null))];
    }

    private IEnumerable<(int Index, nint Device)> Usable() => devices.Select((device, index) => (index, device)).Where(at => at.device != 0);

    private static T? Function<T>(nint library, string export)
        where T : Delegate => NativeLibrary.TryGetExport(library, export, out nint address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;

    [StructLayout(LayoutKind.Sequential)]
    private struct Rates
    {
        public uint Gpu;
        public uint Memory;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Sizes
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
