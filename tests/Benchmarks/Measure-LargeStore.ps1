<#
.SYNOPSIS
Measures queries and tab completion in a store of 10,000 runs, and emits one row per operation.
#>
param([Parameter(Mandatory)][string] $Module, [switch] $Quick)

$ErrorActionPreference = 'Stop'
$runs = $Quick ? 3 : 7
Import-Module $Module
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "bench-$([guid]::NewGuid())")).FullName

function Measure-Question([string] $Question, [scriptblock] $Ask) {
    $times = @(foreach ($i in 0..$runs) { (Measure-Command $Ask).TotalMicroseconds }) | Select-Object -Skip 1 | Sort-Object
    $median = $times[[math]::Floor($times.Count / 2)]
    [pscustomobject]@{
        Work = "10,000 runs: $Question"; Unit = 'question'; Ours = $median; Limit = $null; LimitTime = $null; Ratio = $median; Budget = 100000
        Spread = @($times[0], $times[-1])
    }
}
function Measure-Completion([string] $Line) {
    Measure-Question "complete '$Line'" { $null = TabExpansion2 $Line $Line.Length }
}

try {
    $null = & "$PSScriptRoot/../New-LargeStore.ps1" -Path "$folder/store"
    $null = Connect-ExperimentStore "$folder/store"
    $since = (Get-Date).AddHours(-12)
    Measure-Question 'which failed last night' { $null = Get-Run -Status Failed -Filter { $_.StartedAt -gt $since } }
    Measure-Question 'the best' { $null = Get-Run -Best accuracy -First 10 }
    Measure-Question 'the best of a few' { $null = Get-Run -Best accuracy -First 50 -Filter { $_.Parameters.seed -lt 200 } }
    Measure-Question 'the best of many' { $null = Get-Run -Best accuracy -First 50 -Filter { $_.Parameters.lr -lt 0.05 } }
    Measure-Question 'few of many' { $null = Get-Run -Filter { $_.Parameters.lr -lt 0.5 -and $_.Metrics.accuracy -gt 0.999 } }
    Measure-Question 'compare two' { $null = Compare-Run run-1 run-2 }
    Measure-Question 'what would be freed' { Get-Run -Filter { $_.Metrics.accuracy -lt 0.001 } | Remove-Run -WhatIf *> $null }
    Measure-Question 'how full is the store' { $null = Get-ExperimentStore }
    'Get-Run ', 'Get-Run experiment-1/00', 'Get-Run nothing', 'Get-RunParameter ', 'Get-Experiment ' | ForEach-Object { Measure-Completion $_ }
    Disconnect-ExperimentStore
}
finally { Remove-Item $folder -Recurse -Force }
