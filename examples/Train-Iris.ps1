#!/usr/bin/env pwsh
#requires -Version 7.4
<#
.SYNOPSIS
Trains softmax regression on Fisher's iris measurements, in plain PowerShell, and tracks every run of the sweep.

.DESCRIPTION
Tries every learning rate with every L2 weight on several splits of the data set. The sweep is a run. Each training is a child run with its
parameters, its loss and accuracy by epoch, its accuracy by class, and the model. The same parameters always give the same numbers.

Finally prints the leaderboard, the loss curve of the best run, and the path of the store.

.PARAMETER LearningRate
The learning rates to try.

.PARAMETER L2
The weights of the L2 regularisation to try.

.PARAMETER Repeat
The number of random splits into training and validation samples on which each configuration is tried.

.PARAMETER Epochs
The number of gradient descent steps of a training.

.PARAMETER Store
The folder of the store. The default is the store that the cmdlets of this session use.

.EXAMPLE
./Train-Iris.ps1

.EXAMPLE
./Train-Iris.ps1 -LearningRate 1, 3 -L2 0 -Repeat 10 -Store ./try

Runs twenty trainings, and records them in another store.
#>
[CmdletBinding()]
param(
    [ValidateRange('Positive')] [double[]] $LearningRate = (0.3, 1, 3, 10),
    [ValidateRange('NonNegative')] [double[]] $L2 = (0, 0.001, 0.01, 0.1),
    [ValidateRange('Positive')] [int] $Repeat = 3,
    [ValidateRange('Positive')] [int] $Epochs = 200,
    [string] $Store
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
if (!(Get-Module ExperimentTracker)) { Import-Module "$PSScriptRoot/../ExperimentTracker.psd1" }

$features = 'SepalLength', 'SepalWidth', 'PetalLength', 'PetalWidth'
$species = 'setosa', 'versicolor', 'virginica'

# For each species, 35 training and 15 validation samples. The same seed gives the same split. The scale is computed from the training samples.
function Split-Flower([object[]] $Flower, [int] $Seed) {
    $random = [Random]::new($Seed)
    $train, $validate = [Collections.Generic.List[object]]::new(), [Collections.Generic.List[object]]::new()
    foreach ($group in $Flower | Group-Object Species) {
        $shuffled = $group.Group | Sort-Object { $random.Next() }
        $train.AddRange(@($shuffled | Select-Object -First 35))
        $validate.AddRange(@($shuffled | Select-Object -Skip 35))
    }
    $scale = $train | Measure-Object $features -Average -StandardDeviation
    @{
        Scale = $scale | Select-Object Property, Average, StandardDeviation
        Train = $train | ConvertTo-Sample $scale
        Validate = $validate | ConvertTo-Sample $scale
    }
}

# The bias and the features, each with mean 0 and standard deviation 1, and the class as a number.
filter ConvertTo-Sample([object[]] $Scale) {
    $flower = $_
    [pscustomobject]@{
        X = [double[]](@(1) + $Scale.ForEach{ ($flower.($_.Property) - $_.Average) / $_.StandardDeviation })
        Class = $species.IndexOf($flower.Species)
    }
}

# One pass over the samples: the mean cross-entropy, the accuracy overall and by class, and the gradient of the loss.
function Measure-Model([double[][]] $Weight, [object[]] $Sample) {
    $loss = 0.0
    $seen, $hit = [int[]]::new($Weight.Length), [int[]]::new($Weight.Length)
    $gradient = [double[][]]$Weight.ForEach{ , [double[]]::new($_.Length) }
    $score = [double[]]::new($Weight.Length)
    foreach ($one in $Sample) {
        $x = $one.X
        for ($c = 0; $c -lt $score.Length; $c++) {
            $row, $sum = $Weight[$c], 0.0
            for ($j = 0; $j -lt $x.Length; $j++) { $sum += $row[$j] * $x[$j] }
            $score[$c] = $sum
        }

        # Softmax, relative to the highest score to avoid an overflow.
        $top, $total = [Linq.Enumerable]::Max($score), 0.0
        $seen[$one.Class]++
        if ([array]::IndexOf($score, $top) -eq $one.Class) { $hit[$one.Class]++ }
        for ($c = 0; $c -lt $score.Length; $c++) { $total += ($score[$c] = [math]::Exp($score[$c] - $top)) }
        $loss -= [math]::Log($score[$one.Class] / $total)

        for ($c = 0; $c -lt $score.Length; $c++) {
            $row, $miss = $gradient[$c], ($score[$c] / $total - ($c -eq $one.Class))
            for ($j = 0; $j -lt $x.Length; $j++) { $row[$j] += $miss * $x[$j] / $Sample.Length }
        }
    }
    @{
        Loss = $loss / $Sample.Length
        Accuracy = [Linq.Enumerable]::Sum($hit) / $Sample.Length
        ByClass = 0..2 | ForEach-Object { [pscustomobject]@{ Label = $species[$_]; Value = $hit[$_] / $seen[$_] } }
        Gradient = $gradient
    }
}

# Gradient descent on one split. The metrics are added to the current run.
function Invoke-Training([hashtable] $Split, [double] $LearningRate, [double] $L2) {
    $weight = [double[][]]$species.ForEach{ , [double[]]::new($features.Length + 1) }
    $accuracy = foreach ($epoch in 0..$Epochs) {
        if ($epoch) {
            for ($c = 0; $c -lt $weight.Length; $c++) {
                $row, $slope = $weight[$c], $train.Gradient[$c]
                for ($j = 0; $j -lt $row.Length; $j++) {
                    $decay = $j ? $L2 * $row[$j] : 0 # the bias is free
                    $row[$j] -= $LearningRate * ($slope[$j] + $decay)
                }
            }
        }
        $train = Measure-Model $weight $Split.Train
        $validate = Measure-Model $weight $Split.Validate

        # Several metrics at one step. Each epoch is written when it ends, so another session can follow the run, and a killed run loses nothing.
        Add-Metric @{ 'train/loss' = $train.Loss; 'val/loss' = $validate.Loss } -Step $epoch -Goal Minimize -Unit nat
        $validate.Accuracy
    }

    # A complete series as an array; and through the pipeline, one point with a label for each class.
    Add-Metric val/accuracy $accuracy -Goal Maximize -Unit ratio
    $validate.ByClass | Add-Metric accuracy -Goal Maximize -Unit ratio
    $model = [ordered]@{ Species = $species; Scale = $Split.Scale; Weight = $weight }
    Add-Artifact -Object $model -Key model.json -Type model
}

$at = $Store ? @{ Store = $Store } : @{}
$flowers = Import-Csv $PSScriptRoot/iris.csv
$splits = @(foreach ($seed in 1..$Repeat) { Split-Flower $flowers $seed })
$sweep = @{
    Experiment = 'iris'
    Name = 'sweep'
    Description = "Softmax regression on Fisher's iris measurements: learning rates by L2 weights, each on $Repeat splits."
    Space = @{ learning_rate = $LearningRate; l2 = $L2; split = 1..$Repeat }
    Parameter = @{ epochs = $Epochs }
    Best = 'val/loss'
    Tag = 'example', 'model=softmax'
}

# The block runs in this scope, once for each combination. Each time its run is a child run of the sweep. When the block ends, it becomes Succeeded; when it throws,
# Failed; after Ctrl+C, Cancelled. A sweep that was killed is continued with -Resume.
$trained = @(
    Invoke-RunSweep @at @sweep -PassThru {
        param($p)
        Invoke-Training $splits[$p.split - 1] $p.learning_rate $p.l2
    }
)

# Compare configurations by the mean over all splits, because a single split can be lucky.
$best = $trained | Group-Object { $_.Parameters.learning_rate }, { $_.Parameters.l2 } | ForEach-Object {
    [pscustomobject]@{
        learning_rate = $_.Values[0]
        l2 = $_.Values[1]
        loss = ($_.Group.Metrics.'val/loss' | Measure-Object -Average).Average
        accuracy = ($_.Group.Metrics.'val/accuracy' | Measure-Object -Average).Average
    }
} | Sort-Object { [double]::IsNaN($_.loss) }, loss -Top 1 # what diverged last, where Sort-Object has NaN first
$run = Get-Run $trained[0].ParentRunId @at
Add-Artifact $PSScriptRoot/iris.csv -Type dataset -Run $run
Add-Artifact -Object $best -Key best.json -Type configuration -Run $run

# Plain text, in a terminal and in a file.
$leaders = @($trained | Sort-Object { [double]::IsNaN($_.Metrics.'val/loss') }, { $_.Metrics.'val/loss' } -Top 10)
$columns = @(
    @{ Name = 'Run'; Expression = { $_.Path } }
    @{ Name = 'Parameters'; Expression = { "lr=$($_.Parameters.learning_rate) l2=$($_.Parameters.l2) #$($_.Parameters.split)" } }
    @{ Name = 'Loss'; Expression = { $_.Metrics.'val/loss' }; FormatString = '0.0000' }
    @{ Name = 'Accuracy'; Expression = { $_.Metrics.'val/accuracy' }; FormatString = '0.000' }
    foreach ($name in $species) {
        @{ Name = $name; Expression = { $_.Metrics["accuracy[$name]"] }.GetNewClosure(); FormatString = '0.000' }
    }
)
''
"The best of $($trained.Count) runs by validation loss"
($leaders | Format-Table $columns -AutoSize | Out-String).TrimEnd()
''
'The best configuration over its splits: lr={0} l2={1}, loss {2:0.0000}, accuracy {3:0.000}' -f @($best.PSObject.Properties.Value)
''
Show-MetricSeries */loss -Run $leaders[0] -LogScale -Height 14 @at
''
"All of it is in $((Get-ExperimentStore @at).Path)"
