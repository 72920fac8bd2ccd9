<#
.SYNOPSIS
A temporary experiment store: records with specified ids, the life cycle of a run, time series, and artifacts by digest.

.DESCRIPTION
Does with cmdlets what the document "Experiment Schema" does with its records, ids included. Nothing is left behind.

.PARAMETER Store
The addresses of two stores that do not exist yet, on a server for example. Without it, two stores in memory are used.
#>
param([string[]] $Store)

$ErrorActionPreference = 'Stop'
if (!(Get-Module ExperimentTracker)) { Import-Module "$PSScriptRoot/../../ExperimentTracker.psd1" }

# --- Records ---------------------------------------------------------------------------------------------------------

$records = $Store ? (Connect-ExperimentStore $Store[0] -Create) : (Connect-ExperimentStore -InMemory)

# ExperimentRecord: simple, and with a configuration
$experiment = New-Experiment 'ResNet Training' -Id exp-001
$custom = New-Experiment 'Custom Config' -Id exp-002 -Config @{ learning_rate = 0.01; batch_size = 32; model = 'resnet50' }
"ID: $($experiment.Id)"
"Name: $($experiment.Name)"
"Created: $($experiment.CreatedAt)"
if ($custom.Config.batch_size -ne 32 -or $custom.Config.model -ne 'resnet50') { throw 'The configuration is not the specified one.' }

# RunRecord: created, started, completed
$run = New-Run -Experiment exp-001 -Id run-001
if ($run.Status -ne 'Pending') { throw 'A new run is not pending.' }
$run = Start-Run -Run run-001
if ($run.Status -ne 'Running') { throw 'The run is not running.' }

# MetricRecord: a hundred points, and one with a specified time
foreach ($step in 0..99) { Add-Metric loss (1.0 / ($step + 1)) -Step $step }
$noon = [datetime]'2025-01-15T12:00:00Z'
Add-Metric accuracy 0.95 -Step 100 -Timestamp $noon
$point = Get-Metric accuracy -Run run-001 | Get-MetricSeries
if ($point.Step -ne 100 -or $point.Timestamp -ne $noon) { throw 'The point lost its step or its time.' }

# ArtifactRecord: a reference with digest and size; the store does not have the bytes
$artifact = Add-Artifact -Run run-001 -Key model.pt -Size 104857600 -PassThru `
    -Digest sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
"Key: $($artifact.Key)"
"Hash: $($artifact.Digest)"
"Size: $($artifact.Size) bytes"

# The status values of the document are accepted.
$run = Complete-Run -Status Success -PassThru
if ($run.Status -ne 'Succeeded' -or $null -eq $run.EndedAt) { throw 'The run has not succeeded.' }

# A run that belongs to a span of a distributed trace
$traced = New-Run -Experiment exp-001 -Id run-002 -SpanId span-abc-123
if ($traced.SpanId -ne 'span-abc-123') { throw 'The run lost its span.' }

# The other statuses at the end of a run, and an invalid change
$null = New-Run -Experiment exp-001 -Id run-003
Stop-Run run-003 -Reason 'not needed'
$null = Start-Run -Experiment exp-001 -Id run-004
Complete-Run -Status Failed -Reason 'out of memory'
if ((Get-Run run-003).Status -ne 'Cancelled' -or (Get-Run run-004).Status -ne 'Failed') { throw 'A run does not have the specified status.' }
$refused = $null
Complete-Run run-001 -ErrorAction SilentlyContinue -ErrorVariable refused
if (!$refused) { throw 'An ended run was ended again.' }

# Serialization: a record to JSON and back
$metric = Get-Metric loss -Run run-001 | Get-MetricSeries | Where-Object Step -EQ 50
$restored = $metric | ConvertTo-Json | ConvertFrom-Json
if ($restored.RunId -ne $metric.RunId -or $restored.Step -ne 50) { throw 'The record was changed by serialization.' }

Disconnect-ExperimentStore -Store $records

# --- ExperimentStore -------------------------------------------------------------------------------------------------

$null = $Store ? (Connect-ExperimentStore $Store[1] -Create) : (Connect-ExperimentStore -InMemory)
$null = New-Experiment Training -Id exp-001
$null = Start-Run -Experiment exp-001 -Id run-001
foreach ($step in 0..99) {
    Add-Metric @{ loss = 1.0 / ($step + 1); accuracy = $step / 100 } -Step $step
}

# The points of a metric are sorted by step, whatever the order in which they were added.
$lossCurve = Get-MetricSeries loss -Run run-001
if ($lossCurve.Count -ne 100) { throw 'There are not a hundred points.' }
if ($lossCurve[0].Step -ne 0 -or $lossCurve[99].Step -ne 99) { throw 'The points are not in the order of their steps.' }
for ($i = 0; $i -lt $lossCurve.Count; $i++) {
    if ($lossCurve[$i].Step -ne $i) { throw "Point $i is out of order." }
}

# The runs of an experiment, and the counts of the store
$runs = @(Get-Run -Experiment exp-001)
if ($runs.Count -ne 1 -or $runs[0].Id -ne 'run-001') { throw 'The experiment has other runs.' }
Complete-Run
$counts = Get-ExperimentStore
"$($counts.Experiments) experiment, $($counts.Runs) run, $($counts.Metrics) metrics, $($counts.Points) points, $($counts.Artifacts) artifacts"
if ($counts.Experiments -ne 1 -or $counts.Runs -ne 1 -or $counts.Metrics -ne 2 -or $counts.Points -ne 200) { throw 'The counts are wrong.' }

Disconnect-ExperimentStore
