<#
.SYNOPSIS
Measures queries and tab completion in stores of 10,000 and 100,000 runs, and emits one row per operation. A quick run leaves out the larger one.
#>
param([Parameter(Mandatory)][string] $Module, [switch] $Quick)

$ErrorActionPreference = 'Stop'
$runs = $Quick ? 3 : 7
Import-Module $Module
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "bench-$([guid]::NewGuid())")).FullName
$size = '10,000'

function New-Row([string] $Question, [string] $Unit, [double[]] $Figures, $Budget) {
    $sorted = @($Figures | Sort-Object)
    $median = $sorted[[math]::Floor($sorted.Count / 2)]
    [pscustomobject]@{
        Work = "$size runs: $Question"; Unit = $Unit; Ours = $median; Limit = $null; LimitTime = $null; Ratio = $median; Budget = $Budget
        Spread = @($sorted[0], $sorted[-1])
    }
}
function Measure-Question([string] $Question, [scriptblock] $Ask, $Budget = 100000) {
    New-Row $Question question (@(foreach ($i in 0..$runs) { (Measure-Command $Ask).TotalMicroseconds }) | Select-Object -Skip 1) $Budget
}
function Measure-Completion([string] $Line) {
    Measure-Question "complete '$Line'" { $null = TabExpansion2 $Line $Line.Length }
}
# In a new process, whose processor time and memory are those of the question.
function Measure-Process([string] $Question, [string] $Command) {
    $pwsh, $pwshOptions = @(& "$PSScriptRoot/../../build/Get-PwshCommand.ps1") + @('-NoProfile', '-NonInteractive', '-CommandWithArgs')
    $code = "`$null = Import-Module `$args[0]; `$null = Connect-ExperimentStore `$args[1]; `$null = $Command; `$p = [Diagnostics.Process]::GetCurrentProcess(); `$c = `$p.TotalProcessorTime; " +
        "`$null = $Command; `$p.Refresh(); (`$p.TotalProcessorTime - `$c).TotalMicroseconds, (`$p.PeakWorkingSet64 / 1MB) -join ' '"
    $figures = @(foreach ($i in 1..3) { -split (& $pwsh @pwshOptions $code $Module "$folder/large") })
    New-Row "$Question, processor" question $figures[0, 2, 4] 1500000
    New-Row "$Question, MB at most" process $figures[1, 3, 5] 250
}

try {
    $null = & "$PSScriptRoot/../New-LargeStore.ps1" -Path "$folder/store"
    $null = Connect-ExperimentStore "$folder/store"
    $since = (Get-Date).AddHours(-12)
    Measure-Question 'which failed last night' { $null = Get-Run -Status Failed -Filter { $_.StartedAt -gt $since } }
    Measure-Question 'the best' { $null = Get-Run -Best accuracy -First 10 }
    Measure-Question 'the best 50 by loss' { $null = Get-Run -Best loss -First 50 } 8000
    Measure-Question 'the best of a few' { $null = Get-Run -Best accuracy -First 50 -Filter { $_.Parameters.seed -lt 200 } }
    Measure-Question 'the best of many' { $null = Get-Run -Best accuracy -First 50 -Filter { $_.Parameters.lr -lt 0.05 } }
    Measure-Question 'few of many' { $null = Get-Run -Filter { $_.Parameters.lr -lt 0.5 -and $_.Metrics.accuracy -gt 0.999 } }
    Measure-Question 'compare two' { $null = Compare-Run run-1 run-2 } 20000
    Measure-Question 'what would be freed' { Get-Run -Filter { $_.Metrics.accuracy -lt 0.001 } | Remove-Run -WhatIf *> $null }
    Measure-Question 'how full is the store' { $null = Get-ExperimentStore } 50000
    'Get-Run ', 'Get-Run experiment-1/00', 'Get-Run nothing', 'Get-RunParameter ', 'Get-Experiment ' | ForEach-Object { Measure-Completion $_ }
    if (!$Quick) {
        $size = '100,000'
        $null = & "$PSScriptRoot/../New-LargeStore.ps1" -Path "$folder/large" -Count 100000
        $null = Connect-ExperimentStore "$folder/large"
        Measure-Question 'the first of all' { $null = Get-Run | Select-Object -First 1 } 20000
        Measure-Question 'how full is the store' { $null = Get-ExperimentStore } 50000
        Measure-Question 'measure all metrics' { $null = Measure-Run -Experiment * } 1000000
        Measure-Question 'measure all metrics by a parameter' { $null = Measure-Run -Experiment * -GroupBy lr } $null
        Measure-Question 'measure the metrics of piped runs' { $null = Get-Run | Measure-Run } $null
        Measure-Process 'count all' '(Get-Run).Count'
    }
    Disconnect-ExperimentStore
}
finally { Remove-Item $folder -Recurse -Force }
