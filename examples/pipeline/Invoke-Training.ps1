#requires -Version 7.4
<#
.SYNOPSIS
One of the parallel jobs: trains with one learning rate.

.DESCRIPTION
Distinguishes Iris setosa from the other irises by logistic regression on the length and width of the sepals, which is harder than with petals. The
run is a child of the run in $env:EXPERIMENT_PARENT_RUN, which the module reads automatically. The output of the block is stored in the log of the
run, the arguments of this script are its parameters, and the identity of the build becomes its tags. The run is written to this job's copy of the
store, in $env:EXPERIMENT_STORE.

.PARAMETER Rate
The learning rate.

.PARAMETER Epochs
The number of gradient descent steps of the training.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [ValidateRange('Positive')] [double] $Rate,
    [ValidateRange('Positive')] [int] $Epochs = 40
)

$ErrorActionPreference = 'Stop'
Import-Module ($env:EXPERIMENT_MODULE ?? 'ExperimentTracker')

$flowers = Import-Csv "$PSScriptRoot/../iris.csv" | ForEach-Object {
    # Centred, so that both features have the same influence.
    [pscustomobject]@{ Length = [double] $_.SepalLength - 5.84; Width = [double] $_.SepalWidth - 3.06; IsSetosa = [int] ($_.Species -eq 'setosa') }
}

$run = Invoke-Run -Experiment flowers -Name "rate $Rate" -Capture -CaptureParameters -PassThru {
    $bias, $byLength, $byWidth = 0.0, 0.0, 0.0
    foreach ($epoch in 1..$Epochs) {
        $loss = $right = $toBias = $toLength = $toWidth = 0.0
        foreach ($flower in $flowers) {
            $p = 1 / (1 + [math]::Exp(-($bias + $byLength * $flower.Length + $byWidth * $flower.Width)))
            $loss -= [math]::Log([math]::Max(1e-12, ($flower.IsSetosa ? $p : 1 - $p)))
            $right += ($p -gt 0.5) -eq [bool] $flower.IsSetosa
            $toBias += $p - $flower.IsSetosa
            $toLength += ($p - $flower.IsSetosa) * $flower.Length
            $toWidth += ($p - $flower.IsSetosa) * $flower.Width
        }
        Add-Metric loss ($loss / $flowers.Count) -Step $epoch -Unit nat -Goal Minimize
        Add-Metric accuracy ($right / $flowers.Count) -Step $epoch -Goal Maximize
        $bias -= $Rate * $toBias / $flowers.Count
        $byLength -= $Rate * $toLength / $flowers.Count
        $byWidth -= $Rate * $toWidth / $flowers.Count
        if ($epoch % 10 -eq 0) { "epoch $epoch of ${Epochs}: loss $($loss / $flowers.Count)" }
    }
    Add-Artifact -Object @{ bias = $bias; length = $byLength; width = $byWidth } -Key model.json -Type model
} | Select-Object -Last 1

$run | Format-List Path, Status, Metrics
