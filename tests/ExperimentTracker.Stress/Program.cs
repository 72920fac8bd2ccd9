using System.Diagnostics;
using System.Globalization;
using ExperimentTracker.Stress;

// Tries to break the promises of docs/reliability.md. Arguments have the form --name value; `build.ps1 stress` supplies them.
Dictionary<string, string> options = args.Chunk(2).ToDictionary(a => a[0].TrimStart('-'), a => a[1], StringComparer.OrdinalIgnoreCase);
double minutes = double.Parse(Option("minutes", "1"), CultureInfo.InvariantCulture);
int processes = Number("processes", 16), seed = Number("seed", Environment.TickCount & 0xFFFF);
string[] only = Option("only", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
string folder = Directory.CreateTempSubdirectory("tracker stress ").FullName;
var figures = new Figures();
bool failed = false;
Console.WriteLine($"seed {seed}, in {folder}");
try
{
    Try("concurrency", () => new Concurrency(folder).Run(processes, TimeSpan.FromMinutes(minutes), Shell(), figures));
    if (ServerConcurrency.Obstacle is { } missing) Console.WriteLine($"server: skipped. {missing}");
    else Try("server", () => ServerConcurrency.Run(Number("clients", 64), 4, 3, TimeSpan.FromMinutes(minutes), figures));
    Try("open-race", () => new OpenRace(folder).Run(Number("openings", 1000), processes, figures));
    Try("kill", () => new Kills(folder, seed).Run(Number("kills", 200), figures));
    Try("orphaned-runs", () => new OrphanedRunTrial(folder).Run(100, figures));
    if (FullDisk.Obstacle is { } obstacle) Console.WriteLine($"disk-full: skipped. {obstacle}");
    else Try("disk-full", () => new FullDisk(folder, seed).Run(10, figures));
    Try("import-fuzz", () => new ImportFuzz(folder, seed).Run(Number("inputs", 10_000), figures));
    Try("corruption", () => new DamagedStores(folder, seed).Run(Number("inputs", 10_000) / 5, figures));
    Try("deep-json", () => new DeepJson(folder).Run(Number("megabytes", 1024), figures));
}
finally
{
    Directory.Delete(folder, recursive: true);
}

Console.WriteLine();
figures.Print(Console.Out);
return failed ? 1 : 0;

void Try(string name, Action trial)
{
    if (only.Length > 0 && !only.Contains(name, StringComparer.OrdinalIgnoreCase)) return;
    long started = Stopwatch.GetTimestamp();
    try
    {
        trial();
        Console.WriteLine($"{name}: held, {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
    }
    catch (Exception e)
    {
        failed = true;
        Console.WriteLine($"{name}: BROKEN, {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s: {e}");
    }
}

Runspaces? Shell() => options.TryGetValue("pwsh", out string? pwsh) ? new Runspaces(pwsh.Split('|'), options["module"], processes) : null;

string Option(string name, string fallback) => options.GetValueOrDefault(name, fallback);

int Number(string name, int fallback) => int.Parse(Option(name, fallback.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
