<#
.SYNOPSIS
Prints the rows of Measure-Cmdlets.ps1, Measure-NewProcess.ps1 and Measure-LargeStore.ps1 as they are measured, formatted like the table of the engine, and writes them as
JSON.
#>
param([string] $Module, [string] $Nothing, [string] $Out, [switch] $Quick)

$ErrorActionPreference = 'Stop'
$rows = & {
    & "$PSScriptRoot/Measure-Cmdlets.ps1" -Module $Module -Nothing $Nothing -Quick:$Quick
    & "$PSScriptRoot/Measure-NewProcess.ps1" -Module $Module -Quick:$Quick
    & "$PSScriptRoot/Measure-LargeStore.ps1" -Module $Module -Quick:$Quick
} | ForEach-Object {
    $verdict = $null -eq $_.Budget ? '' : $_.Ratio -le $_.Budget ? 'met' : 'not met'
    $limit = $null -eq $_.LimitTime ? '-' : $_.LimitTime.ToString('0.###')
    $budget = $null -eq $_.Budget ? '-' : $_.Budget.ToString('0.##')
    Write-Host ('{0,-58} {1,12:0.###} {2,12} {3,8:0.00} {4,7} {5}' -f $_.Work, $_.Ours, $limit, $_.Ratio, $budget, $verdict)
    $_
}
ConvertTo-Json @($rows) -Depth 4 | Set-Content $Out
