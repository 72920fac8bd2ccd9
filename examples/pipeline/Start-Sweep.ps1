#requires -Version 7.4
<#
.SYNOPSIS
The first job: makes a store with one run, which the runs of the other jobs become children of.

.DESCRIPTION
Hands the id of that run on as the output EXPERIMENT_PARENT_RUN of its step. The folder of the store, which $env:EXPERIMENT_STORE names, travels to the
other jobs as an artifact of the build. The run is ended here: a store is copied when nobody writes to it, and children need their parent only by
its id.
#>
$ErrorActionPreference = 'Stop'
Import-Module ($env:EXPERIMENT_MODULE ?? 'ExperimentTracker')

$parent = Invoke-Run -Experiment flowers -Name sweep -Capture -PassThru {
    "The sweep learns from $(@(Import-Csv "$PSScriptRoot/../iris.csv").Count) flowers."
} | Select-Object -Last 1

$parent | Publish-RunSummary -Title 'The sweep has begun' -AsOutput
