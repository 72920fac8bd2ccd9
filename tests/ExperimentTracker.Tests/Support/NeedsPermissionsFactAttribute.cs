namespace ExperimentTracker.Tests.Support;

/// <summary>A fact about file permissions, which apply only to an ordinary user. If the test cannot run as one, it is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsPermissionsFactAttribute : FactAttribute
{
    public NeedsPermissionsFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Windows has no Unix file permissions.";
        else if (Environment.IsPrivilegedProcess && Tools.Find("setpriv") is null) Skip = "Permissions do not bind root, and 'setpriv' is not on the PATH; on Debian: apt-get install util-linux.";
    }
}
