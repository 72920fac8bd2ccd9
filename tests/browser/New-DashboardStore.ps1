<#
.SYNOPSIS
Fills a store with what the checks of the dashboard look at: a sweep, children, a log, artifacts of every kind, a model with versions, and hostile names.
#>
param(
    [Parameter(Mandatory)][string] $Path
)

$hostile = @(
    '<script>window.pwned=1</script>', '"><img src=x onerror=window.pwned=2>', 'a, b%2C "c" & d=e', "two`nlines", '__proto__',
    "$([char] 0x202E)exe.gnp $([char] 0x65E5)$([char]::ConvertFromUtf32(0x1F389))"
)
# A red pixel.
$pixel = [Convert]::FromBase64String('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==')
function New-Failure([string] $Message) { [Management.Automation.ErrorRecord]::new([InvalidOperationException] $Message, 'Failure', 'NotSpecified', $null) }

$null = Connect-ExperimentStore $Path -Create
try {
    $dataset = Register-Dataset digits /data/digits
    foreach ($i in 0..59) {
        $rate = 0.1, 0.03, 0.01, 0.003 | Select-Object -Index ($i % 4)
        $run = Start-Run digits "sweep $i" -Parameter @{ lr = $rate; optimizer = 'adam', 'sgd' | Select-Object -Index ($i % 2); layers = $i % 3 + 1; seed = $i; epochs = 5 } -Tag "team=$('red', 'blue' | Select-Object -Index ($i % 2))"
        Add-Metric 'val/accuracy' (1..5 | ForEach-Object { 0.5 + $i / 200 + $_ / 100 }) -Goal Maximize
        Add-Metric 'train/loss' (1..5 | ForEach-Object { $rate + 1 / ($_ + $i) }) -Goal Minimize
        if ($i % 10 -eq 9) { Complete-Run -ErrorRecord (New-Failure "out of memory`nat layer $i") } else { Complete-Run }
    }
    $parent = Start-Run trees parent
    foreach ($i in 1..3) {
        $null = Start-Run -Parameter @{ fold = $i }
        Add-Metric loss (1 / $i) -Goal Minimize
        Complete-Run
    }
    Complete-Run

    Invoke-RunSweep searched -Name 'grid of rates' -Space @{ rate = 1, 2, 3, 0.5; layers = 2 } -Best loss -Goal Minimize -StopEarly SuccessiveHalving -WarningAction Ignore {
        param($p)
        if ($p.rate -eq 3) { throw 'too fast' }
        foreach ($step in 0..3) { Add-Metric loss $p.rate -Step $step }
    }

    $files = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "files-$([guid]::NewGuid())")
    $run = Start-Run files 'all kinds' -Description 'Has an artifact of each kind.' -Parameter @{ $hostile[2] = $hostile[0] }
    Add-RunInput -Dataset $dataset -Role train
    Add-Artifact -Text "# Results`n`nSome **bold** text and <b>no markup</b>.`n`n| a | b |`n|---|---|`n| 1 | 2 |" -Key notes.md -MediaType text/markdown
    Add-Artifact -Text "name,value`n`"x, y`",1`nz,2" -Key table.csv -MediaType text/csv
    Add-Artifact -Text '{"layers":[1,2,{"dropout":null}],"name":"net"}' -Key config.json -MediaType application/json
    Add-Artifact -Text (Get-Content -Raw "$PSScriptRoot/escape.html") -Key page.html -MediaType text/html
    Add-Artifact -Text "diff --git a/x b/x`n--- a/x`n+++ b/x`n@@ -1 +1 @@`n-old`n+new" -Key changes.diff -MediaType text/x-diff
    Add-Artifact -Bytes $pixel -Key dot.png -MediaType image/png
    Add-Artifact -Text 'weights' -Key $hostile[1] -Type model
    $null = New-Item -ItemType Directory "$files/plots/deep"
    Set-Content "$files/plots/deep/a.txt" 'inside'
    Add-Artifact -Folder "$files/plots" -Key plots
    Add-Artifact -Reference 's3://bucket/large.bin' -Key large.bin
    Add-RunLog (0..5999 | ForEach-Object { "line $_" }) -Stream Output
    Add-RunLog 'careful', $hostile[0] -Stream Warning
    Add-Result -Accuracy 0.9 -Loss 0.1
    Complete-Run
    Remove-Item $files -Recurse

    $null = Start-Run pictures first
    Add-Distribution weights -Count 1, 2, 1 -Edges -1, 0, 1, 2 -Step 0
    Add-Distribution weights -5, 0.25, 0.5, 0.75, 1, ([double]::NaN) -Edges 0, 1, 2 -Step 10
    Add-Metric biases 1, 2, 2 -Histogram -Step 0
    Add-ConfusionMatrix cat, cat, cat, cat, dog, dog, dog, bird cat, cat, cat, dog, dog, dog, cat, bird
    Add-PrecisionRecallCurve 1, 1, 0, 0 0.9, 0.8, 0.2, 0.1 -Step 1
    Add-PrecisionRecallCurve 1, 1, 0, 1 0.9, 0.8, 0.7, 0.6 -Step 2
    foreach ($step in 0, 10, 20) { Add-Artifact -Text "first run, step $step" -Key samples.txt -Step $step; Add-Artifact -Bytes $pixel -Key dot.png -MediaType image/png -Step $step }
    Complete-Run
    $null = Start-Run pictures second
    Add-PrecisionRecallCurve 1, 0 0.9, 0.8 -Step 2
    foreach ($step in 0, 20) { Add-Artifact -Text "second run, step $step" -Key samples.txt -Step $step; Add-Artifact -Bytes $pixel -Key dot.png -MediaType image/png -Step $step }
    Complete-Run

    $null = Start-Run 'hostile' $hostile[0] -Description $hostile[1] -Parameter @{ $hostile[4] = 1; $hostile[1] = $hostile[3] } -Tag "tag=$($hostile[0])"
    Add-Metric $hostile[0] 1, 2, 3
    Add-Metric $hostile[5] 1, 2
    Complete-Run -ErrorRecord (New-Failure $hostile[1])

    $null = New-Model digits -Description 'Reads digits.'
    $best = @(Get-Run -Experiment digits -Status Succeeded -First 3)
    foreach ($i in 0..2) { $null = Register-ModelVersion digits $best[$i] -Description "version of sweep $i" }
    Set-ModelVersion digits/1 Production -Reason 'the first'
    Set-ModelVersion digits/2 Staging
    Set-ModelVersion digits/2 Production -Reason 'better' -Alias champion
    $null = Start-Run digits 'uses a model'
    Add-RunInput -ModelVersion digits/2
    Complete-Run
}
finally { Disconnect-ExperimentStore }
