#requires -Version 7.4
<#
.SYNOPSIS
Does with cmdlets what the experiment tracking schema (EXPERIMENT, TRIAL, TRIAL_RUN, RESULTS …) describes, and runs its three example
queries unchanged.

.PARAMETER Store
The folder of the store. The default is a new one in the temporary folder.
#>
param([string] $Store = (Join-Path ([IO.Path]::GetTempPath()) "experiment-schema-$PID"))

$ErrorActionPreference = 'Stop'
if (!(Get-Module ExperimentTracker)) { Import-Module (Join-Path $PSScriptRoot ../../ExperimentTracker.psd1) }
$null = Connect-ExperimentStore $Store -Create

# "Encoders and datasets are managed separately and linked to experiments as needed."
$null = Register-Dataset iris data/iris.csv -Id ds_1 -Size 150 -SizeUnit rows -Config @{ header = $true; split = 0.8 }
$null = Register-Dataset iris-noisy data/iris-noisy.csv -Id ds_2 -Size 600 -SizeUnit rows
$null = Register-Encoder One-Hot @{ columns = @('species') }
$null = Register-Encoder BERT @{ layers = 12; hidden = 768 }
Add-DatasetEncoder iris One-Hot, BERT
Add-DatasetEncoder iris-noisy One-Hot

# "An EXPERIMENT is created, linked to one or more DATASETs."
$null = New-Experiment 'iris classification' -Id exp_123 -Description 'Which network tells the irises apart?' `
    -Config @{ labels = 'setosa', 'virginica' }
Add-ExperimentDataset exp_123 iris -Primary
Add-ExperimentDataset exp_123 iris-noisy

# "Each experiment consists of multiple TRIALs, which explore different configurations."
$null = New-Trial shallow exp_123 -Id trial_1 -Description 'One hidden layer' -Config @{ layers = @(16); rate = 0.1 }
$null = New-Trial deep exp_123 -Id trial_2 -Description 'Three hidden layers' -Config @{ layers = 64, 32, 16; rate = 0.01 }

# "A TRIAL has multiple TRIAL_RUNs, each representing a single execution. During each, RESULTS, EPOCHs, ARTIFACTs and LOGS are recorded."
foreach ($id in 'run_456', 'run_789') {
    $null = Start-Run -Trial ($id -eq 'run_456' ? 'trial_1' : 'trial_2') -Id $id
    Add-RunInput -Dataset iris -Role train
    Add-RunLog -Location "logs/$id.log" -Id "log_$id"
    foreach ($number in 0..2) {
        $miss = [math]::Exp(-$number) / 2
        Add-Epoch $number -Id "epoch_${id}_$number" -Accuracy (1 - $miss) `
            -AccuracyPerLabel @{ setosa = 1.0; virginica = 1 - 2 * $miss / 3 } `
            -Loss $miss -LossPerLabel @{ setosa = $miss / 4; virginica = $miss }
        Add-Artifact -Object @{ epoch = $number } -Key "checkpoints/$number.json" -Type 'model checkpoint' -Epoch $number
        Add-RunLog "epoch $number is done" -Stream Output
    }
    $result = Add-Result -Id "result_$id" -Accuracy 0.93 -AccuracyPerLabel @{ setosa = 1.0; virginica = 0.86 } -Loss 0.07 `
        -LossPerLabel @{ setosa = 0.01; virginica = 0.13 } -PassThru
    Add-Artifact -Text 'label,setosa,virginica' -Key confusion.csv -Type table -Config @{ normalised = $false } -Result $result
    Complete-Run
}

# The example queries.
'-- 1. Get all trials for a given experiment'
Invoke-ExperimentQuery "SELECT * FROM TRIAL WHERE experiment_id = 'exp_123';" | Format-List
'-- 2. Retrieve trial run results'
Invoke-ExperimentQuery "SELECT * FROM RESULTS WHERE trial_run_id = 'run_456';" | Format-List
'-- 3. Find all artifacts related to a trial run'
Invoke-ExperimentQuery "SELECT * FROM ARTIFACT WHERE trial_run_id = 'run_789';" | Format-List
