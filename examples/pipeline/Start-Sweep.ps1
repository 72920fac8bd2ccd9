#requires -Version 7.4
<#
.SYNOPSIS
The first job: creates a store with one run, which is the parent of the runs of the other jobs.

.DESCRIPTION
Sets the id of that run as the output EXPERIMENT_PARENT_RUN of its step. The folder of the store, in $env:EXPERIMENT_STORE, is passed to the other jobs
as an artifact of the build. The run is ended here, because a store must not be copied while something writes to it. Child runs need only the id of
their parent.
#>
$ErrorActionPreference = 'Stop'
Import-Module ($env:EXPERIMENT_MODULE ?? 'ExperimentTracker')

$parent = Invoke-Run -Experiment flowers -Name sweep -Capture -PassThru {
    "The sweep learns from $(@(Import-Csv "$PSScriptRoot/../iris.csv").Count) flowers."
} | Select-Object -Last 1

$parent | Publish-RunSummary -Title 'The sweep has begun' -AsOutput
