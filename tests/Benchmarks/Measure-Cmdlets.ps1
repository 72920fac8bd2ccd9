<#
.SYNOPSIS
Measures the cmdlets in the PowerShell that runs this, beside a cmdlet that does nothing, and emits one row per operation.

.DESCRIPTION
The operation and the limit run alternately; times are medians, ratios are medians of the ratios of adjacent runs.
#>
param(
    [Parameter(Mandatory)][string] $Module,
    [Parameter(Mandatory)][string] $Nothing,
    [switch] $Quick
)

$ErrorActionPreference = 'Stop'
$runs = 7
$points = $Quick ? 50000 : 200000
$pwsh, $pwshOptions = @(& "$PSScriptRoot/../../build/Get-PwshCommand.ps1") + @('-NoProfile', '-NonInteractive', '-CommandWithArgs')
$imports = foreach ($i in 1..($runs + 1)) {
    $code = '$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module $args[0]; $w.Elapsed.TotalMilliseconds'
    [double](& $pwsh @pwshOptions $code $Module)
}
Import-Module $Module, $Nothing

function Get-Median([double[]] $Of) {
    $sorted = $Of | Sort-Object
    $middle = [math]::Floor($sorted.Count / 2)
    $sorted.Count % 2 ? $sorted[$middle] : ($sorted[$middle - 1] + $sorted[$middle]) / 2
}
function Measure-Pair([string] $Work, [string] $Unit, [double] $Count, [scriptblock] $Ours, [string] $Limit, [scriptblock] $Theirs, $Budget) {
    $mine, $other = [Collections.Generic.List[double]]::new(), [Collections.Generic.List[double]]::new()
    foreach ($i in 0..$runs) {
        [GC]::Collect()
        $a = (Measure-Command $Ours).TotalMicroseconds / $Count
        $b = $Theirs ? (Measure-Command $Theirs).TotalMicroseconds / $Count : 0
        if ($i) { $mine.Add($a); $other.Add($b) }
    }
    $ratios = @(foreach ($i in 0..($runs - 1)) { $Theirs ? $mine[$i] / $other[$i] : $mine[$i] }) | Sort-Object
    [pscustomobject]@{
        Work = $Work; Unit = $Unit; Ours = Get-Median $mine; Limit = $Limit; LimitTime = $Theirs ? (Get-Median $other) : $null
        Ratio = Get-Median $ratios; Budget = $Budget; Spread = @($ratios[0], $ratios[-1])
    }
}

$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "bench-$([guid]::NewGuid())")).FullName
try {
    $null = Connect-ExperimentStore (Join-Path $folder store) -Create -InformationAction Ignore
    $null = Start-Run -Experiment bench
    $random = [random]::new(1)
    $typed = [ExperimentTracker.Nothing.Point[]]::new($points)
    $custom = [object[]]::new($points)
    $values = [double[]]::new(1000000)
    $steps = [long[]]::new(1000000)
    for ($i = 0; $i -lt $values.Count; $i++) { $values[$i] = $random.NextDouble(); $steps[$i] = $i }
    for ($i = 0; $i -lt $points; $i++) {
        $typed[$i] = [ExperimentTracker.Nothing.Point]@{ Value = $values[$i]; Step = $i }
        $custom[$i] = [pscustomobject]@{ Key = 'loss'; Value = $values[$i]; Step = [long] $i }
    }

    Measure-Pair 'pipeline of .NET objects, three properties by name' point $points { $typed | Add-Metric } 'a cmdlet that does nothing' { $typed | Test-Nothing } 1.3
    Measure-Pair 'pipeline of custom objects, three properties by name' point $points { $custom | Add-Metric } 'a cmdlet that does nothing' { $custom | Test-Nothing } 1.3
    Measure-Pair 'one Add-Metric in a loop' point 5000 { for ($i = 0; $i -lt 5000; $i++) { Add-Metric one 0.5 -Step $i } } 'calling a cmdlet that does nothing' {
        for ($i = 0; $i -lt 5000; $i++) { Test-Nothing one 0.5 -Step $i }
    } $null
    $script:n = 0
    Measure-Pair 'arrays by Add-Metric, typed' point 1e6 { Add-Metric "a$(($script:n++))" $values -Step $steps } $null $null $null
    $loose = [object[]] $values
    Measure-Pair 'arrays by Add-Metric, object[]' point 1e6 { Add-Metric "a$(($script:n++))" $loose } $null $null $null
    $read = @(Get-MetricSeries a0 | Select-Object -First $points)
    $all = @(Get-MetricSeries a0)
    Measure-Pair 'read a series as objects' point $all.Count { $null = Get-MetricSeries a0 } 'emitting existing objects' { $null = Show-Nothing $all } 1.5

    # Existing objects already have PowerShell's wrapper, since a cmdlet emitted them before. A reader always has to create the object and its wrapper.
    Measure-Pair 'read a series as objects, against creating them' point $all.Count { $null = Get-MetricSeries a0 } 'creating objects of that size and emitting them' {
        $null = New-Nothing $all.Count
    } 1.5
    # Build/Measure.ps1 compares these with the limit of the engine's benchmark, a C program that reads rows into an array.
    foreach ($count in 10000, 100000) {
        Measure-Pair "read $($count.ToString('N0', [cultureinfo]::InvariantCulture)) points as objects" point $count {
            $null = Get-MetricSeries a0 -LastStep ($count - 1)
        } $null $null $null
    }
    $read = $all = $null
    Complete-Run
    $parameters = @{ a = 1; b = 2.0; c = 'x'; d = $true; e = 3 }
    (Measure-Pair 'Start-Run to Complete-Run, 5 parameters, 5 metrics' run 200 {
        for ($i = 0; $i -lt 200; $i++) {
            $null = Start-Run -Experiment runs -Parameter $parameters
            Add-Metric @{ a = 1; b = 2; c = 3; d = 4; e = 5 }
            Complete-Run
        }
    } $null $null 1200)
    $twenty = @{}
    foreach ($i in 1..20) { $twenty["m$i"] = $i / 7 }
    foreach ($i in 1..200) {
        $null = Start-Run -Experiment table
        Add-Metric $twenty
        Complete-Run
    }
    Measure-Pair 'ConvertTo-RunTable | Export-Csv, 200 runs with 20 metrics' table 1 {
        Get-Run -Experiment table | ConvertTo-RunTable | Export-Csv (Join-Path $folder table.csv)
    } $null $null 300000
    [pscustomobject]@{
        Work = 'Import-Module'; Unit = 'session'; Ours = 1000 * (Get-Median $imports[1..$runs]); Limit = $null; LimitTime = $null
        Ratio = 1000 * (Get-Median $imports[1..$runs]); Budget = 50000; Spread = @(1000 * ($imports | Measure-Object -Minimum).Minimum; 1000 * ($imports | Measure-Object -Maximum).Maximum)
    }

    # Memory while a million points are written: it must not grow with their number.
    $null = Start-Run -Experiment memory
    $before = [GC]::GetTotalMemory($true)
    $most = $before
    & { for ($i = 0; $i -lt 1e6; $i++) { if ($i % 100000 -eq 0) { $most = [math]::Max($most, [GC]::GetTotalMemory($true)) }; $i } } | Add-Metric flat
    [pscustomobject]@{
        Work = 'memory while a million points go through the pipeline, MB'; Unit = 'session'; Ours = ($most - $before) / 1MB; Limit = $null; LimitTime = $null
        Ratio = ($most - $before) / 1MB; Budget = $null; Spread = @(0, 0)
    }
    Complete-Run
}
finally {
    Disconnect-ExperimentStore
    Remove-Item $folder -Recurse -Force
}
