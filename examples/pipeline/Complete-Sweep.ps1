#requires -Version 7.4
<#
.SYNOPSIS
The last job: merges the stores of the other jobs, shows the result on the summary page of the build, and fails if the best run is worse than before.

.DESCRIPTION
The target of the merge is the store in $env:EXPERIMENT_STORE. If a cache restored it, it has the runs of earlier builds and the model version in
Production. The best run of the sweep becomes the next version of the model. It must not be more than two percent worse than the version in
Production. If it is not, -Promote promotes it to Production.

.PARAMETER From
The folders of the stores to merge. Wildcards are supported.

.PARAMETER Promote
Promotes the new version to Production.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $From,
    [switch] $Promote
)

$ErrorActionPreference = 'Stop'
Import-Module ($env:EXPERIMENT_MODULE ?? 'ExperimentTracker')

# If an earlier attempt of this job has already merged these stores, the merge changes nothing.
Get-ChildItem $From -Directory | ForEach-Object FullName | Merge-ExperimentStore | Format-Table

$runs = Get-Run -ParentRun $env:EXPERIMENT_PARENT_RUN
$best = $runs | Where-Object Status -EQ Succeeded | Sort-Object { $_.Metrics.loss } | Select-Object -First 1
$version = Register-ModelVersion 'setosa classifier' -Run $best -Artifact model.json

# Publish the summary before the gate, so that it is visible even if the gate fails.
$runs | Publish-RunSummary loss, accuracy -Title 'Setosa or not' -BaselineModel 'setosa classifier' -BuildTag experiments -AsOutput

# Throws if the run is worse. This fails the step, and the build shows the reason.
Assert-Metric loss, accuracy -Run $best -BaselineModel 'setosa classifier' -RelativeTolerance 0.02 -AllowMissingBaseline

if ($Promote) { Set-ModelVersion $version -Stage Production }
