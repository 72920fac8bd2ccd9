<#
.SYNOPSIS
Writes to one store from many runspaces of this process, half of them of ForEach-Object -Parallel and half of thread jobs, while another one
reads, searches, backs up and collects it with the cmdlets. Prints one JSON object: what each wrote, and every error that it received.
#>
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Store,
    [double] $Seconds = 5,
    [int] $Runspaces = 16
)
$ErrorActionPreference = 'Stop'
Import-Module $Module
$null = New-Experiment runspaces -Store $Store -InformationAction Ignore

$writer = {
    param($Module, $Store, $Seconds, $Number)
    Import-Module $Module
    $tally = @{ Number = $Number; Runs = 0; Points = 0; Error = $null }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try {
        $ErrorActionPreference = 'Stop'
        $null = Connect-ExperimentStore $Store
        while ($watch.Elapsed.TotalSeconds -lt $Seconds) {
            $run = Start-Run runspaces -Namespace "runspace/$Number" -Parameter @{ writer = $Number; round = $tally.Runs } -Tag concurrent
            foreach ($i in 0..4) { Add-Metric loss ($i * 0.5) }
            Add-Metric accuracy (0..1299)
            5..9 | ForEach-Object { [pscustomobject]@{ Key = 'loss'; Value = $_ * 0.5; Step = $_ } } | Add-Metric
            Add-RunParameter late 0.5
            Add-ExperimentTag "round=$($tally.Runs)"
            Add-Artifact -Text "of writer $Number in round $($tally.Runs)" -Key own
            Complete-Run
            $tally.Runs++
            $tally.Points += 1310
        }
    }
    catch { $tally.Error = "$_ at $($_.InvocationInfo.Line)" }
    $tally
}

$maintainer = {
    param($Module, $Store, $Seconds)
    Import-Module $Module
    $tally = @{ Turns = 0; Error = $null }
    $watch = [Diagnostics.Stopwatch]::StartNew()
    try {
        $ErrorActionPreference = 'Stop'
        while ($watch.Elapsed.TotalSeconds -lt $Seconds) {
            $copy = "$Store copy $([guid]::NewGuid())"
            $null = Get-Run -Store $Store -First 50 | Where-Object { $_.Metrics.loss -gt 1 }
            $null = Get-ExperimentStore $Store
            $null = Backup-ExperimentStore $copy -Store $Store
            Remove-Item $copy -Recurse -Force
            $null = Get-Run -Store $Store -Namespace runspace/1 -Status Succeeded -First 1 | Get-MetricSeries accuracy
            $null = Optimize-ExperimentStore -Store $Store -RemovedBefore (Get-Date)
            $found = @(Test-ExperimentStore -Store $Store -Quick | Where-Object Severity -NE Information)
            if ($found) { throw "Test-ExperimentStore found $($found[0])" }
            $tally.Turns++
        }
    }
    catch { $tally.Error = "$_ at $($_.InvocationInfo.Line)" }
    $tally
}

$half = [int]($Runspaces / 2)
$jobs = @(
    Start-ThreadJob $maintainer -ArgumentList $Module, $Store, $Seconds -ThrottleLimit ($half + 1)
    foreach ($n in 1..$half) { Start-ThreadJob $writer -ArgumentList $Module, $Store, $Seconds, $n }
)
$text = "$writer"
$parallel = @(($half + 1)..$Runspaces | ForEach-Object -ThrottleLimit $half -Parallel {
        & ([scriptblock]::Create($using:text)) $using:Module $using:Store $using:Seconds $_
    })
# Receive-Job returns the results as the jobs end.
$maintenance, $others = ($jobs | Receive-Job -Wait -AutoRemoveJob).Where({ $_.ContainsKey('Turns') }, 'Split')
@{ Maintenance = $maintenance[0]; Writers = @($others) + $parallel } | ConvertTo-Json -Depth 4 -Compress
