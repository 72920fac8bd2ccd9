<#
.SYNOPSIS
Projects, experiments and trees of runs, with tags, errors, resources and a model registry.

.DESCRIPTION
Does with cmdlets what the document "Data model" describes: an iteration is a run, a resource an artifact of an experiment. The store is
in .experiments below the current folder.
#>
$ErrorActionPreference = 'Stop'
if (!(Get-Module ExperimentTracker)) { Import-Module "$PSScriptRoot/../../ExperimentTracker.psd1" }

# --- Project > experiment > iteration --------------------------------------------------------------------------------

$project = New-Project flowers -Description 'What the garden needs to know'
$experiment = New-Experiment iris -Project flowers
$sweep = Start-Run -Experiment iris -Project flowers -Name sweep

# Tags at three levels, without or with a value
$project | Add-ExperimentTag team=garden
$experiment | Add-ExperimentTag published
$sweep | Add-ExperimentTag @{ driver = 'grid' }
if ((Get-Project flowers).Tags.team -ne 'garden') { throw 'The tag of the project is missing.' }
if (!(Get-Experiment iris).Tags.Contains('published')) { throw 'The tag of the experiment is missing.' }
if ((Get-Run sweep).Tags.driver -ne 'grid') { throw 'The tag of the run is missing.' }

# --- A sweep and its children ----------------------------------------------------------------------------------------

# A run that is started inside another run becomes its child. Each parameter and metric belongs to one run.
foreach ($rate in 0.1, 0.01, 10) {
    $trial = Start-Run -Name "rate $rate" -Parameter @{ rate = $rate }
    try {
        if ($rate -gt 1) { throw "The loss is not finite at rate $rate." }
        foreach ($epoch in 0..9) { Add-Metric loss ([math]::Exp(-$epoch * $rate)) -Step $epoch }
        Complete-Run
    }
    catch { Complete-Run -Status FAILED -ErrorRecord $_ }
}

# One of the trials starts more child runs.
$folds = Start-Run -Name folds
foreach ($fold in 1..2) {
    $null = Start-Run -Name "fold $fold"
    Complete-Run
}
Complete-Run
Complete-Run

$children = Get-Run -ParentRun sweep
$subtree = Get-Run -ParentRun sweep -Recurse
"The sweep has $($children.Count) children and $($subtree.Count) descendants."
if ($children.Count -ne 4 -or $subtree.Count -ne 6) { throw 'The tree of runs is not complete.' }
if ((Get-Run 'fold 1').ParentRunId -ne $folds.Id) { throw 'A fold has another parent.' }

# A failed run has the error message.
$failed = Get-Run -ParentRun sweep -Status FAILED
"$($failed.Name): $(($failed.ErrorMessage -split '\r?\n')[0])"
if ($failed.ErrorMessage -notlike 'The loss is not finite at rate 10.*') { throw 'The error message is missing.' }

# A metric that is logged repeatedly is a series by step.
$curve = Get-MetricSeries loss -Run 'rate 0.1'
if ($curve.Count -ne 10 -or $curve[9].Step -ne 9) { throw 'The curve is not complete.' }

# A run that is ended from outside
$null = Start-Run -Experiment iris -Name stuck
Complete-Run -Status KILLED -Reason 'the machine was needed'
if ((Get-Run stuck).Status -ne 'Killed') { throw 'KILLED was not accepted.' }

# A parent cannot become its own descendant.
$refused = $null
Set-Run sweep -ParentRun 'fold 1' -ErrorAction SilentlyContinue -ErrorVariable refused
if (!$refused) { throw 'A cycle of parents was created.' }

# --- Resources -------------------------------------------------------------------------------------------------------

# An artifact whose bytes are in the store, and a reference to bytes elsewhere. The record shows the backend.
Add-Artifact -Experiment iris -Text '{"weights":[0.1,0.7]}' -Key model.json
Add-Artifact -Experiment iris -Reference s3://garden/iris.csv -Key data
$resources = Get-Artifact -Experiment iris
$resources | Select-Object Key, Backend, Size, Location | Format-Table | Out-String
if (($resources | Where-Object Key -EQ model.json).Backend -ne 'store') { throw 'The backend is missing.' }
if (($resources | Where-Object Key -EQ data).Backend -ne 'external') { throw 'The backend is missing.' }

# --- Model registry --------------------------------------------------------------------------------------------------

$model = New-Model iris-classifier -Project flowers
$refused = $null
New-Model Iris-Classifier -Project flowers -ErrorAction SilentlyContinue -ErrorVariable refused
if (!$refused) { throw 'Two models of a project have the same name.' }

# Versions refer to the run that produced them, and to the artifact that contains them.
$first = Register-ModelVersion iris-classifier -Run 'rate 0.1' -Artifact model.json
$second = Register-ModelVersion iris-classifier -Run 'rate 0.01'
if ($first.Version -ne 1 -or $second.Version -ne 2) { throw 'The versions are not numbered.' }
if ($first.Stage -ne 'None' -or !(Get-ModelVersion iris-classifier -Stage NO_STAGE)) { throw 'A new version has a stage.' }

# A promotion archives the previous version.
Set-ModelVersion $first STAGING
Set-ModelVersion $first PRODUCTION
Set-ModelVersion $second PRODUCTION -Reason 'smoother'
if ((Get-ModelVersion iris-classifier 1).Stage -ne 'Archived') { throw 'The previous version was not archived.' }
if ((Get-Model iris-classifier).ProductionVersion -ne 2) { throw 'The new version is not in production.' }
Get-ModelVersion iris-classifier -History | Format-Table | Out-String
