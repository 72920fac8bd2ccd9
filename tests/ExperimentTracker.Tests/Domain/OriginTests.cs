using ExperimentTracker.Provenance;

namespace ExperimentTracker.Tests.Domain;

public sealed class OriginTests
{
    [Fact]
    public void A_run_knows_the_process_it_was_started_in()
    {
        using var folder = new TempFolder();
        RunOrigin origin = RunOrigins.Capture(folder.Path, folder.Write("train.ps1", ""), "7.6.0");
        Assert.Equal((Environment.MachineName, Environment.UserName, Environment.ProcessId), (origin.Host, origin.User, origin.Process!.Id));
        Assert.Equal((folder.Path, folder.Sub("train.ps1"), "7.6.0"), (origin.WorkingDirectory, origin.Script, origin.PowerShellVersion));
        Assert.Equal((Environment.Version.ToString(), null), (origin.RuntimeVersion, origin.GitDirty));
        Assert.InRange(origin.Process.StartedAt!.Value, DateTime.Now.AddHours(-3), DateTime.Now);
        if (!OperatingSystem.IsLinux()) return; // Only Linux has boot ids and pid namespaces.
        Assert.True(Guid.TryParse(origin.Process.BootId, out _));
        Assert.StartsWith("pid:[", origin.Process.PidNamespace, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_on_the_command_line_are_not_kept()
    {
        using WorkerProcess worker = WorkerProcess.Start(
            "-Name", "visible", "-Password", "hush1", "--api-key=hush2", "-Token:hush3", "--db-password", "hush4", "-SecretFile", "-Verbose", "tokenizer", "shown");
        string line = worker.Ask("command-line");
        Assert.DoesNotContain("hush", line, StringComparison.Ordinal);
        Assert.EndsWith("-Name visible -Password *** --api-key=*** -Token:*** --db-password *** -SecretFile -Verbose tokenizer shown", line, StringComparison.Ordinal);
    }
}
