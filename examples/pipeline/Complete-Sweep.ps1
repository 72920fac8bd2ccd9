#requires -Version 7.4
<#
.SYNOPSIS
The last job: merges the stores of the others, shows the result on the page of the build, and fails when the best run got worse.

.DESCRIPTION
The store that is merged into, which $env:EXPERIMENT_STORE names, is that of the earlier builds, if a cache brought it: it knows what is in
Production. The best run of the sweep becomes the next version of the model. It must not be worse than the one in Production by more than two
percent; then, with -Promote, it takes its place.

.PARAMETER From
The stores to merge: their folders, with wildcards.

.PARAMETER Promote
Puts the new version into Production.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $From,
    [switch] $Promote
)

$ErrorActionPreference = 'Stop'
Import-Module ($env:EXPERIMENT_MODULE ?? 'ExperimentTracker')

# To merge again what a first attempt of this job has merged changes nothing.
Get-ChildItem $From -Directory | ForEach-Object FullName | Merge-ExperimentStore | Format-Table

$runs = Get-Run -ParentRun $env:EXPERIMENT_PARENT_RUN
$best = $runs | Where-Object Status -EQ Succeeded | Sort-Object { $_.Metrics.loss } | Select-Object -First 1
$version = Register-ModelVersion 'setosa classifier' -Run $best -Artifact model.json

# Before the gate, so that people see the page also when the gate closes.
$runs | Publish-RunSummary loss, accuracy -Title 'Setosa or not' -BaselineModel 'setosa classifier' -BuildTag experiments -AsOutput

# Throws when the run is worse, which fails the step; the build shows why.
Assert-Metric loss, accuracy -Run $best -BaselineModel 'setosa classifier' -RelativeTolerance 0.02 -AllowMissingBaseline

if ($Promote) { Set-ModelVersion $version -Stage Production }
