namespace ExperimentTracker.Tests.Processes;

/// <summary>Short versions of the trials of build.ps1 stress. See docs/reliability.md for the promises and their figures.</summary>
public sealed class ProcessKillTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Figures figures = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Twenty_processes_killed_at_fault_points_and_at_random_lose_no_acknowledged_write() =>
        new Kills(folder.Path, Random.Shared.Next(1_000_000)).Run(20, figures);

    [NeedsSmallDiskFact]
    public void A_store_on_a_full_disk_reports_it_loses_nothing_and_works_again_when_there_is_space() =>
        new FullDisk(folder.Path, Random.Shared.Next(1_000_000)).Run(3, figures);
}
