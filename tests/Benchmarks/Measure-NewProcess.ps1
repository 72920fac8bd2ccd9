<#
.SYNOPSIS
Measures what a user waits for in a new process: each figure is the median of new processes. Emits one row per figure.

.DESCRIPTION
Where a process is compared with one that does nothing, the two run alternately and the figure is the median of the differences of adjacent runs.
#>
param([Parameter(Mandatory)][string] $Module, [switch] $Quick)

$ErrorActionPreference = 'Stop'
$runs = $Quick ? 4 : 10
$program, $options = @(& "$PSScriptRoot/../../build/Get-PwshCommand.ps1") + '-NoProfile', '-NonInteractive', '-CommandWithArgs'
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "bench-$([guid]::NewGuid())")).FullName

function New-Row([string] $Work, [string] $Unit, [double[]] $Microseconds, $Budget) {
    $sorted = $Microseconds | Sort-Object
    $middle = [math]::Floor($sorted.Count / 2)
    $median = $sorted.Count % 2 ? $sorted[$middle] : ($sorted[$middle - 1] + $sorted[$middle]) / 2
    [pscustomobject]@{
        Work = $Work; Unit = $Unit; Ours = $median; Limit = $null; LimitTime = $null; Ratio = $median; Budget = $Budget; Spread = @($sorted[0], $sorted[-1])
    }
}

# Runs a script in a new process and returns its output, as numbers.
function Invoke-New([string] $Script) { [double[]] (& $program @options "`$ErrorActionPreference = 'Stop'; $Script" $Module "$folder/store") }

$start = 'Import-Module $args[0]; $null = Start-Run bench -Store $args[1] -InformationAction Ignore; '
$end = '; $null = Complete-Run'
$clock = '$w = [Diagnostics.Stopwatch]::StartNew(); '
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'
try {
    $null = Invoke-New "Import-Module `$args[0]; `$null = Connect-ExperimentStore `$args[1] -Create -InformationAction Ignore"
    $bytes = (Get-ChildItem $folder/store -File -Recurse | Measure-Object Length -Sum).Sum

    $differences = foreach ($i in 0..$runs) {
        $bare = (Measure-Command { Invoke-New '' }).TotalMicroseconds
        (Measure-Command { Invoke-New "$start Add-Metric loss 1 $end" }).TotalMicroseconds - $bare
    }
    New-Row 'new process: import, start, log one point, complete; beyond a process that does nothing' process $differences[1..$runs] 150000

    # The median, the mean and the 99th percentile of the first 2,000 calls of a process.
    $loop = "$start `$all = [long[]]::new(2000); for (`$i = 0; `$i -lt 2000; `$i++) { `$at = [Diagnostics.Stopwatch]::GetTimestamp(); Add-Metric loss `$i
        `$all[`$i] = [Diagnostics.Stopwatch]::GetTimestamp() - `$at }; `$sorted = `$all | Sort-Object
        1000, 1980 | ForEach-Object { `$sorted[`$_] / [Diagnostics.Stopwatch]::Frequency * 1e6 }
        (`$all | Measure-Object -Average).Average / [Diagnostics.Stopwatch]::Frequency * 1e6 $end"
    $calls = foreach ($i in 1..$runs) { , (Invoke-New $loop) }
    New-Row 'new process: the first 2,000 Add-Metric in a loop, median' point $calls.ForEach{ $_[0] } $null
    New-Row 'new process: the first 2,000 Add-Metric in a loop, mean' point $calls.ForEach{ $_[2] } 80
    New-Row 'new process: the first 2,000 Add-Metric in a loop, 99th percentile' point $calls.ForEach{ $_[1] } 400

    $piped = foreach ($i in 1..$runs) { Invoke-New "$start `$points = 1..2000; $clock `$points | Add-Metric loss; `$w.Elapsed.TotalMicroseconds / 2000 $end" }
    New-Row 'new process: 2,000 points piped one by one' point $piped 10

    [pscustomobject]@{
        Work = 'an empty store, KB'; Unit = 'store'; Ours = $bytes / 1KB; Limit = $null; LimitTime = $null; Ratio = $bytes / 1KB; Budget = 128
        Spread = @(($bytes / 1KB), ($bytes / 1KB))
    }
}
finally { Remove-Item $folder -Recurse -Force }
