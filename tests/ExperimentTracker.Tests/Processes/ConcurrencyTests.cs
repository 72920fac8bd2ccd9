namespace ExperimentTracker.Tests.Processes;

/// <summary>Short versions of the trials of build.ps1 stress. See docs/reliability.md for the promises and their figures.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Writes_of_many_processes_are_found_once_and_in_order_while_others_read_back_up_and_collect() =>
        new Concurrency(folder.Path).Run(6, TimeSpan.FromSeconds(1.5), null, new Figures());
}
