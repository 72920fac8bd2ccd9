<#
.SYNOPSIS
Runs one Pester file in this session and writes its results, one object a test, and how long it took, for build.ps1 to add up.
#>
param([string] $Path, [string] $Pester, [string] $Filter, [string] $Report)

$ErrorActionPreference = 'Stop'
$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Pester

# The errors with their places, without Pester's own frames.
function Get-Message($Errors) {
    ($Errors | ForEach-Object { "$_"; $_.ScriptStackTrace -split '\r?\n' -notmatch '[\\/]Pester\.psm?1:|Invoke-PesterFile' }) -join "`n"
}

# A temp folder of its own, so that what tests and their children leave behind goes too. Short: sockets live there.
$temp = Join-Path ([IO.Path]::GetTempPath()) "et-$([guid]::NewGuid().ToString('N').Substring(24))"
$null = New-Item -ItemType Directory $temp
$env:TMPDIR = $env:TEMP = $env:TMP = $temp
try {
    $run = Invoke-Pester -Configuration @{
        Run = @{ Path = $Path; PassThru = $true }
        Filter = @{ FullName = $Filter ? "*$Filter*" : @() }
        Output = @{ Verbosity = 'None' }
    }
    $results = @(
        foreach ($test in $run.Tests | Where-Object Result -NE NotRun) {
            $outcome = $test.Result -in 'Passed', 'Failed' ? $test.Result : 'Skipped'
            $message = $outcome -eq 'Skipped' ? "$($test.ErrorRecord)" -replace '^is skipped, because ' : (Get-Message $test.ErrorRecord)
            [pscustomobject]@{ Outcome = $outcome; Name = $test.ExpandedPath; Message = $message ? $message : 'no reason of its own' }
        }
        # What fails outside a test: a file that does not parse, a BeforeAll, an AfterAll.
        foreach ($block in @($run.FailedContainers) + @($run.FailedBlocks) | Where-Object ErrorRecord) {
            [pscustomobject]@{ Outcome = 'Failed'; Name = "$block" -replace '^\[-\] '; Message = Get-Message $block.ErrorRecord }
        }
    )
    @{ Duration = $watch.Elapsed; Results = $results } | Export-Clixml $Report
}
finally {
    Set-Location $PSScriptRoot
    # Kill the processes that a test started, also when it failed before it could end them itself.
    foreach ($process in (Test-Path Variable:Global:StartedProcesses) ? $global:StartedProcesses : @()) {
        try { if (!$process.HasExited) { $process.Kill($true) } }
        catch [InvalidOperationException] { } # disposed, or ended meanwhile
    }
    # This is ten times as fast as Remove-Item, but fails for read-only files.
    try { [IO.Directory]::Delete($temp, $true) }
    catch { Remove-Item $temp -Recurse -Force -ErrorAction Ignore }
}
