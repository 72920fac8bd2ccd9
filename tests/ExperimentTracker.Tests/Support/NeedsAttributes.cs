namespace ExperimentTracker.Tests.Support;

/// <summary>A fact that needs a command line tool; without it, it is skipped and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsToolFactAttribute : FactAttribute
{
    public NeedsToolFactAttribute(string tool)
    {
        Tool = tool;
        if (Tools.Find(tool) is null) Skip = $"'{tool}' is not on the PATH of this machine; on Debian: apt-get install {tool}.";
    }

    public string Tool { get; }
}

/// <summary>A fact about the repeated hour at the end of daylight saving time; skipped in a zone that has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsRepeatedHourFactAttribute : FactAttribute
{
    public NeedsRepeatedHourFactAttribute()
    {
        if (RepeatedHour.Start is null) Skip = $"The local time zone, {TimeZoneInfo.Local.Id}, repeats no hour in 2024. Run with TZ=America/St_Johns.";
    }
}

/// <summary>A fact that does not hold on Windows, or cannot be tried there; skipped there, and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotOnWindowsFactAttribute : FactAttribute
{
    public NotOnWindowsFactAttribute(string reason)
    {
        Reason = reason;
        if (OperatingSystem.IsWindows()) Skip = reason;
    }

    public string Reason { get; }
}

/// <summary>A fact about file permissions, which hold for an ordinary user only; skipped where none can be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsPermissionsFactAttribute : FactAttribute
{
    public NeedsPermissionsFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Windows has no Unix file permissions.";
        else if (Environment.IsPrivilegedProcess && Tools.Find("setpriv") is null) Skip = "Permissions do not bind root, and 'setpriv' is not on the PATH; on Debian: apt-get install util-linux.";
    }
}

/// <summary>A fact that fills a disk of its own; skipped where none can be mounted, and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsSmallDiskFactAttribute : FactAttribute
{
    public NeedsSmallDiskFactAttribute() => Skip = FullDisk.Obstacle;
}

/// <summary>A fact that needs a path of the system, such as /proc; skipped where there is none, and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsPathFactAttribute : FactAttribute
{
    public NeedsPathFactAttribute(string path)
    {
        Path = path;
        if (!System.IO.Path.Exists(path)) Skip = $"This system has no {path}.";
    }

    public string Path { get; }
}

/// <summary>A fact about processes in a pid namespace of their own; skipped where none can be had, and the reason printed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsPidNamespaceFactAttribute : FactAttribute
{
    public NeedsPidNamespaceFactAttribute() => Skip = WorkerProcess.PidNamespaceObstacle;
}
